# ./run demo

# run_demo: finds and draws the face in a picture of an astronaut, and in a short clip that is made from it.
run_demo() {
  local folder="$root/annotated" picture="$root/.setup/pictures/astronaut.png" clip="$root/.setup/demo/astronaut.mp4"
  make_program_current
  with_lock prepare_demo "$picture" "$clip"
  mkdir -p "$folder"
  "$program" detect "$picture" --annotate "$folder/astronaut.png"
  "$program" detect "$clip" --annotate "$folder/astronaut.mp4" --output "$folder/astronaut.jsonl"
  say "the annotated picture is $folder/astronaut.png"
  say "the annotated clip is $folder/astronaut.mp4, and its records are in $folder/astronaut.jsonl"
}

# prepare_demo PICTURE CLIP: the clip comes slowly nearer to the middle of the picture, for two seconds.
prepare_demo() {
  require_packages "$needed_for_demo"
  require_pictures
  [[ $2 -nt $1 ]] && return
  mkdir -p "${2%/*}"
  logged demo-clip "making the clip of the demo" ffmpeg -nostdin -y -i "$1" \
    -vf "zoompan=z='1+0.008*on':x='(iw-iw/zoom)/2':y=0:d=50:s=640x640:fps=25" -frames:v 50 -pix_fmt yuv420p "$2"
}
