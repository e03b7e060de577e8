# A session in bash: runs one cell after another in this shell, so that everything about it lasts.
#
# Orders come on the first descriptor that is named in the arguments, as texts that end with NUL: "variables", or "cell",
# what stdin is ("none", "text" or "live"), the text, the source, how many variables of the cell follow, and NAME=value
# each. Reports go to the second, as the frames of engines/native/frames.ts. Cells do not find either under a low number.
#
# `exit` runs the EXIT trap of ours, which writes down the state of the shell and begins this file anew in the same
# process, with it. An interrupt is such an exit too: nothing else leaves every loop and function at once. The cells may
# change whatever they like about the shell, so what is here depends on few of its settings, and is silent under `set -x`.

__glovebox_tell() { # a frame's letter, and its JSON
  builtin local LC_ALL=C n
  n=${#2}
  builtin printf -v n '\\x%02x\\x%02x\\x%02x\\x00' $((n & 255)) $((n >> 8 & 255)) $((n >> 16 & 255))
  builtin printf "$n%s%s" "$1" "$2" >&"$__glovebox_out"
}

__glovebox_done() { # the cell's exit code, and a note
  builtin local json='{"ok":true'
  if [[ $1 -ne 0 ]]; then json="{\"ok\":false,\"exitCode\":$1"; fi
  if [[ ${2-} ]]; then json+=",\"notes\":[\"$2\"]"; fi
  __glovebox_running=
  __glovebox_tell 8 "$json}"
}

# --- exits ---

__glovebox_leave() { # the EXIT trap
  __glovebox_status=$?
  # What is ignored stays ignored in the process that goes on.
  builtin trap : INT
  # The options first: what follows sets others.
  { builtin set +o; builtin shopt -p; } >|"$__glovebox_state"
  builtin set +eux
  __glovebox_after
  __glovebox_save >>"$__glovebox_state"
  if [[ $__glovebox_running && $__glovebox_interrupted ]]; then
    __glovebox_done 130
  elif [[ $__glovebox_running ]]; then
    __glovebox_done "$__glovebox_status" "exit ended this cell; the session goes on with its variables"
  fi
  exec "$BASH" "$__glovebox_file" "$__glovebox_in" "$__glovebox_out" "$__glovebox_stdin" "$__glovebox_stderr" \
    "$__glovebox_number" <&"$__glovebox_stdin" 2>&"$__glovebox_stderr"
}

__glovebox_save() { # as commands that make it again
  builtin declare -p | command grep -v -E "^declare -[a-zA-Z-]* ($__glovebox_own)(=|\$)"
  builtin declare -f
  builtin declare -F | command grep -E '^declare -fx'
  builtin alias -p
  builtin umask -p
  builtin trap -p | command grep -v -E ' (EXIT|SIGINT)$'
}

# --- what a cell finds ---

__glovebox_before() { # NAME=value each
  builtin local pair name
  for pair; do
    name=${pair%%=*}
    if [[ -v $name ]]; then
      __glovebox_restore+="$(builtin declare -p "$name");"
    else
      __glovebox_restore+="builtin unset $name;"
    fi
    builtin export "$pair"
  done
}

__glovebox_after() {
  builtin eval "${__glovebox_restore//declare -/declare -g -}"
  __glovebox_restore=
}

# --- its variables ---

__glovebox_variables() {
  builtin local __glovebox_name __glovebox_line __glovebox_type __glovebox_size __glovebox_json=
  while IFS= builtin read -r __glovebox_name; do
    if [[ $__glovebox_name =~ ^($__glovebox_own)$ || $__glovebox_initial == *" $__glovebox_name "* ]]; then continue; fi
    __glovebox_line=$(builtin declare -p "$__glovebox_name" 2>/dev/null) || continue
    __glovebox_type=${__glovebox_line#declare -} __glovebox_type=${__glovebox_type%% *} __glovebox_size=
    case $__glovebox_type in
      *a*) __glovebox_type=array ;;
      *A*) __glovebox_type='associative array' ;;
      *i*) __glovebox_type=integer ;;
      *) __glovebox_type=string ;;
    esac
    if [[ $__glovebox_type == *array ]]; then builtin eval "__glovebox_size=\${#$__glovebox_name[@]}"; fi
    if [[ $__glovebox_line == *=* ]]; then __glovebox_line=${__glovebox_line#*=}; else __glovebox_line=; fi
    __glovebox_describe "$__glovebox_name" "$__glovebox_type" "$__glovebox_size" "$__glovebox_line"
  done < <(builtin compgen -v)
  while IFS= builtin read -r __glovebox_name; do
    if [[ $__glovebox_name != __glovebox_* ]]; then __glovebox_describe "$__glovebox_name" function "" "$__glovebox_name()"; fi
  done < <(builtin compgen -A function)
  __glovebox_tell 9 "{\"variables\":[$__glovebox_json]}"
}

__glovebox_describe() { # name, type, size, preview
  __glovebox_json+="${__glovebox_json:+,}{\"name\":$(__glovebox_text "$1"),\"type\":\"$2\"${3:+,\"size\":$3}"
  __glovebox_json+=",\"preview\":$(__glovebox_text "$4")}"
}

__glovebox_text() { # at most 200 characters, as JSON
  builtin local text="${1:0:190}"
  text=${text//[^[:print:]]/?}
  text=${text//\\/\\\\}
  builtin printf '"%s"' "${text//\"/\\\"}"
}

# --- orders ---

__glovebox_take() { # one text of an order, into a variable
  IFS= builtin read -r -d '' -u "$__glovebox_in" "$1" || builtin kill -KILL $$
}

__glovebox_order() { # answers variables by itself; returns with a cell in the file __glovebox_cell
  builtin local __glovebox_order __glovebox_count __glovebox_each
  builtin local __glovebox_pairs
  __glovebox_pairs=()
  while __glovebox_take __glovebox_order && [[ $__glovebox_order != cell ]]; do __glovebox_variables; done
  __glovebox_take __glovebox_each
  if [[ $__glovebox_each == counts ]]; then __glovebox_number=$((__glovebox_number + 1)); fi
  __glovebox_take __glovebox_kind
  __glovebox_take __glovebox_each
  if [[ $__glovebox_kind == text ]]; then builtin printf %s "$__glovebox_each" >|"$__glovebox_input"; fi
  __glovebox_take __glovebox_each
  __glovebox_cell="$__glovebox_folder/<cell $__glovebox_number>"
  builtin printf %s "$__glovebox_each" >|"$__glovebox_cell"
  __glovebox_take __glovebox_count
  for ((; __glovebox_count > 0; __glovebox_count--)); do
    __glovebox_take __glovebox_each
    __glovebox_pairs+=("$__glovebox_each")
  done
  case $__glovebox_kind in
    none) __glovebox_from=/dev/null ;;
    text) __glovebox_from=$__glovebox_input ;;
    *) __glovebox_from=/dev/fd/$__glovebox_stdin ;;
  esac
  __glovebox_before "${__glovebox_pairs[@]}"
  __glovebox_interrupted=
  __glovebox_running=yes
}

# --- the start ---

# In a folder of this process's own: several sessions can share a sandbox.
__glovebox_folder=/tmp/session-$$ __glovebox_file=$BASH_SOURCE
__glovebox_state=$__glovebox_folder/state __glovebox_input=$__glovebox_folder/input
# Variables that are the shell's or ours, not the program's.
__glovebox_own='BASH[A-Z_]*|DIRSTACK|EUID|FUNCNAME|GROUPS|LINENO|PIPESTATUS|PPID|RANDOM|SHELLOPTS|SRANDOM|UID|__glovebox_[a-z_]*|_'
__glovebox_restore= __glovebox_running= __glovebox_interrupted= __glovebox_status=0 __glovebox_kind= __glovebox_from=
__glovebox_initial=" $(compgen -v | tr '\n' ' ') OLDPWD "
if [[ $# -eq 2 ]]; then
  exec {__glovebox_in}<&"$1" {__glovebox_out}>&"$2" {__glovebox_stdin}<&0 {__glovebox_stderr}>&2
  eval "exec $1<&- $2>&-"
  __glovebox_number=0
  mkdir -p "$__glovebox_folder"
  __glovebox_tell 8 '{"ok":true}'
else # it goes on after an exit
  __glovebox_in=$1 __glovebox_out=$2 __glovebox_stdin=$3 __glovebox_stderr=$4 __glovebox_number=$5
fi
trap '{ __glovebox_leave; } 2>/dev/null' EXIT
trap '{ __glovebox_interrupted=yes; exit 130; } 2>/dev/null' INT
if [[ $# -gt 2 ]]; then { source "$__glovebox_state"; } 2>/dev/null; fi
set --
while { __glovebox_order; } 2>/dev/null; do
  source "$__glovebox_cell" <"$__glovebox_from"
  {
    __glovebox_status=$?
    __glovebox_after
    __glovebox_done "$__glovebox_status"
    command rm -f "$__glovebox_cell"
  } 2>/dev/null
done
