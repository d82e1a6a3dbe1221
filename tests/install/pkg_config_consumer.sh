#!/usr/bin/env bash
# Builds pkg_config_consumer.c with the compiler of C alone and an installed library, and runs it:
# `pkg_config_consumer.sh static|shared LIBRARY_FOLDER PROGRAM`, with the compiler in CC.
set -euo pipefail
kind=$1 library_folder=$2 program=$3
source=$(dirname "${BASH_SOURCE[0]}")/pkg_config_consumer.c
export PKG_CONFIG_PATH="$library_folder/pkgconfig"

if [[ $kind == static ]]; then
  libraries=$(pkg-config --libs --static mtcnn)
  libraries=${libraries/-lmtcnn/-l:libmtcnn.a}
else
  libraries=$(pkg-config --libs mtcnn)
  export LD_LIBRARY_PATH="$library_folder"
fi
# shellcheck disable=SC2046,SC2086  # lists of options
"$CC" -std=c99 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags mtcnn) "$source" $libraries -o "$program"

needed=$(readelf --dynamic "$program")
[[ $kind == shared ]] || ! grep libmtcnn <<<"$needed"
[[ $kind == static ]] || grep --quiet 'libmtcnn\.so\.[0-9.]*\]' <<<"$needed"
"$program"
