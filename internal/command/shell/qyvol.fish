# Completion of qyvol in fish. Install it with
#   qyvol completion fish > ~/.config/fish/completions/qyvol.fish

# __qyvol_complete asks the command itself what can come next. Its answer is what
# kind of thing that is, then a line for each word, with what it is for after a
# tab.
function __qyvol_complete
    set -l reply (__qyvol_ask)
    set -l word (commandline -ct)
    set -l prefix (string match -r -- '^-[^=]*=' $word)
    set -l value (string replace -r -- '^-[^=]*=' '' $word)
    switch "$reply[1]"
        case files
            set reply (__fish_complete_path $value)
        case 'files *'
            set -l ends (string replace -a ' ' '|' (string sub -s 7 -- $reply[1]))
            set reply (__fish_complete_path $value | string match -r -- "^(?:[^\\t]*/|[^\\t]*\\.(?:$ends))(?:\\t.*)?\$")
        case dirs
            set reply (__fish_complete_path $value | string match -r -- '^[^\t]*/(?:\t.*)?$')
        case words
            set -e reply[1]
        case '*'
            return
    end
    for line in $reply
        echo "$prefix$line"
    end
end

function __qyvol_ask
    set -l words (commandline -opc)
    set -l command (string replace -r '^~' $HOME -- $words[1])
    set -e words[1]
    $command --generate-shell-completion $words (commandline -ct) 2>/dev/null
end

# __qyvol_home tells paths that begin with a tilde, which fish completes only by
# itself.
function __qyvol_home
    string match -q '~*' -- (commandline -ct); and string match -qr '^(files|dirs)' -- (__qyvol_ask)[1]
end

complete -c qyvol -f -a '(__qyvol_complete)'
complete -c qyvol -n __qyvol_home -F
