#compdef qyvol
# Completion of qyvol in zsh. Install it in a directory of your own:
#   mkdir -p ~/.zfunc && qyvol completion zsh > ~/.zfunc/_qyvol
# with this in ~/.zshrc:
#   fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit
# or put this alone into ~/.zshrc:
#   source <(qyvol completion zsh)

# _qyvol asks the command itself what can come next. Its answer is what kind of
# thing that is, then a line for each word, with what it is for after a tab.
_qyvol() {
  local -a reply found
  local command=${(Q)words[1]} line tab=$'\t'
  [[ $command == \~* ]] && command=${~command}
  reply=("${(@f)$($command --generate-shell-completion "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
  [[ $PREFIX == -*=* ]] && compset -P 1 '*='
  case $reply[1] in
    files) _files ;;
    dirs) _directories ;;
    files\ *)
      _alternative \
        "files:file:_path_files -g '*.(${${reply[1]#files }// /|})(-.)'" \
        'directories:directory:_path_files -/'
      ;;
    words)
      for line in "${(@)reply[2,-1]}"; do
        case $line in # without a colon, zsh shows no description, and nothing where it would be
          *$tab?*) found+=("${${line%%$tab*}//:/\\:}:${${line#*$tab}//:/\\:}") ;;
          ?*) found+=("${${line%%$tab*}//:/\\:}") ;;
        esac
      done
      _describe -t words qyvol found
      ;;
    *) return 1 ;;
  esac
}

# zsh runs this file as the function when it is loaded from fpath.
if [[ $funcstack[1] == _qyvol ]]; then
  _qyvol "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }
  compdef _qyvol qyvol
fi
