# Completion of qyvol in bash. Install it with
#   mkdir -p ~/.local/share/bash-completion/completions
#   qyvol completion bash > ~/.local/share/bash-completion/completions/qyvol
# or, without the package bash-completion, put this into ~/.bashrc:
#   source <(qyvol completion bash)

# _qyvol asks the command itself what can come next. Its answer is what kind of
# thing that is, then a line for each word, with what it is for after a tab.
_qyvol() {
  local -a words=()
  local word gap line=$COMP_LINE i
  for ((i = 0; i <= COMP_CWORD; i++)); do # COMP_WORDS is split at = and : too
    word=${COMP_WORDS[i]}
    gap=${line%%"$word"*}
    line=${line#"$gap$word"}
    if [[ $i -gt 0 && -n $word && -z $gap ]]; then
      words[${#words[@]} - 1]+=$word
    else
      words+=("$word")
    fi
  done

  local cur=${words[${#words[@]} - 1]} cmd=${words[0]/#\~/$HOME} reply
  reply=$("$cmd" --generate-shell-completion "${words[@]:1}" 2>/dev/null) || return
  local kind=${reply%%$'\n'*} prefix=
  [[ $cur == -*=* ]] && prefix=${cur%%=*}=

  # What stands before the last of these, readline doesn't replace.
  local kept= c
  for c in = :; do
    if [[ $COMP_WORDBREAKS == *$c* && $cur == *$c* ]]; then
      word=${cur%"${cur##*$c}"}
      [[ ${#word} -gt ${#kept} ]] && kept=$word
    fi
  done

  COMPREPLY=()
  case $kind in
    files* | dirs)
      compopt -o filenames 2>/dev/null
      local value=${cur#"$prefix"} home=
      value=${value#[\"\']} value=${value//\\/}
      [[ $value == \~/* ]] && home=$HOME value=$HOME${value#\~}
      while IFS= read -r line; do
        if [[ -d $line ]]; then
          [[ $prefix == "$kept" ]] || { line+=/ && compopt -o nospace 2>/dev/null; }
        elif [[ $kind == dirs || $kind == files\ * && " $kind " != *" ${line##*.} "* ]]; then
          continue
        fi
        [[ -n $home ]] && line=\~${line#"$home"}
        line=$prefix$line
        COMPREPLY+=("${line#"$kept"}")
      done < <(compgen -f -- "$value")
      ;;
    words)
      local -a about=()
      while IFS=$'\t' read -r word line; do
        [[ $prefix$word == "$cur"* ]] || continue
        word=$prefix$word
        COMPREPLY+=("${word#"$kept"}")
        about+=("$line")
      done <<<"${reply#*$'\n'}"
      # The words are listed with what they are for, and inserted without.
      if [[ ${#COMPREPLY[@]} -gt 1 && ${COMP_TYPE:-9} -eq 63 ]]; then
        for i in "${!COMPREPLY[@]}"; do
          [[ -z ${about[i]} ]] || printf -v "COMPREPLY[i]" '%.*s' "$((${COLUMNS:-80} - 1))" "$(printf '%-14s  %s' "${COMPREPLY[i]}" "${about[i]}")"
        done
      fi
      ;;
  esac
}
complete -F _qyvol qyvol
