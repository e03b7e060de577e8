# The classic one, with a bottom so that it ends even where nothing stops it.
bomb() {
  [ "$1" -le 0 ] && { sleep 30; return; }
  bomb $(($1 - 1)) & bomb $(($1 - 1)) &
  wait
}
bomb 9 2> /dev/null
