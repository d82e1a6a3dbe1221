# What the set-up says, all of it on standard error, and how it fails: with one sentence and exit code 1.

log_directory="$root/.setup/log"

say() {
  printf 'run: %s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

# logged NAME WHAT COMMAND...: runs a step of the set-up. Its output goes to .setup/log/NAME.log; if it fails, the end
# of that is shown, and a sentence that begins with WHAT.
logged() {
  local log="$log_directory/$1.log" what=$2
  shift 2
  start_log "$log"
  "$@" </dev/null >"$log" 2>&1 && return
  tail -n 20 "$log" >&2
  fail_with_log "$what" "$log"
}

# logged_aloud NAME WHAT COMMAND...: the same for a long step, whose output is shown as it comes.
logged_aloud() {
  local log="$log_directory/$1.log" what=$2
  shift 2
  start_log "$log"
  "$@" </dev/null 2>&1 | tee "$log" >&2 && return
  fail_with_log "$what" "$log"
}

start_log() {
  { mkdir -p "$log_directory" && : >"$1"; } || fail "$1 cannot be written: check its permissions and the free space."
}

fail_with_log() {
  fail "$1 failed$(likely_reason "$2"). Its full output is in $2."
}

# The reasons that do not lie in the project, and what to do about them.
likely_reason() {
  local free_kibibytes
  free_kibibytes=$(df --output=avail "$root" | tail -n 1)
  if ((free_kibibytes < 1024)) || grep -q 'No space left on device\|enough free space' "$1"; then
    printf ', because the disk is full: free about 2 GB and run this again'
  elif grep -q 'failure resolving\|in name resolution\|Network is unreachable\|onnection timed out' "$1"; then
    printf ', because a package server cannot be reached: check the network and run this again'
  fi
}
