package command

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// shellSetups are the ways to have the completion, with the files that they
// need in the home directory. Ctrl-O sends the line to $ANSWER and empties it.
func shellSetups(t *testing.T) map[string]map[string]string {
	t.Helper()
	const zshrc = `PROMPT='ready> '; unsetopt beep zle_bracketed_paste
answer() { print -r -- "$BUFFER" >$ANSWER; BUFFER= }
zle -N answer; bindkey '^O' answer
`
	const bashrc = `PS1='ready> '
answer() { printf '%s\n' "$READLINE_LINE" >"$ANSWER"; READLINE_LINE= READLINE_POINT=0; }
bind -x '"\C-o": answer'
bind 'set enable-bracketed-paste off'
bind 'set bell-style none'
bind 'set page-completions off'
bind 'set completion-query-items 0'
`
	const fish = `function fish_prompt; echo 'ready> '; end
function fish_greeting; end
function answer; commandline -b >$ANSWER; commandline -r ''; end
bind \co answer
`
	return map[string]map[string]string{
		"bash sourced":      {".bashrc": bashrc + "source <(qyvol completion bash)\n"},
		"bash words":        {".bashrc": bashrc + "source <(qyvol completion bash)\nCOMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]}\n"},
		"zsh autoloaded":    {".zshrc": "fpath=(~/.zfunc $fpath); autoload -Uz compinit; compinit -u\n" + zshrc, ".zfunc/_qyvol": zshCompletion},
		"zsh sourced":       {".zshrc": "autoload -Uz compinit; compinit -u\nsource <(qyvol completion zsh)\n" + zshrc},
		"zsh sourced alone": {".zshrc": "source <(qyvol completion zsh)\n" + zshrc},
		"fish autoloaded":   {".config/fish/config.fish": fish, ".config/fish/completions/qyvol.fish": fishCompletion},
		"fish sourced":      {".config/fish/config.fish": fish + "qyvol completion fish | source\n"},
	}
}

// completions are what is typed before a tab, and the line after it.
func completions() map[string]string {
	return map[string]string{
		"qyvol ru":                                "qyvol run",
		"qyvol --quiet ru":                        "qyvol --quiet run",
		"qyvol cache cl":                          "qyvol cache clear",
		"qyvol help val":                          "qyvol help validate",
		"qyvol help cache in":                     "qyvol help cache info",
		"qyvol completion f":                      "qyvol completion fish",
		"qyvol schema m":                          "qyvol schema manifest",
		"qyvol cluster a":                         "qyvol cluster add-node",
		"qyvol run --form":                        "qyvol run --format",
		"qyvol run --format y":                    "qyvol run --format yaml",
		"qyvol run --format=y":                    "qyvol run --format=yaml",
		"qyvol inspect guest.wasm --format w":     "qyvol inspect guest.wasm --format wit",
		"qyvol run --wasi=h":                      "qyvol run --wasi=hosted",
		"qyvol run --log-level of":                "qyvol run --log-level off",
		"qyvol --lang es":                         "qyvol --lang es",
		"qyvol run --color al":                    "qyvol run --color always",
		"qyvol run --quiet --qui":                 "qyvol run --quiet --qui", // given already
		"qyvol run --allow-read data --allow-rea": "qyvol run --allow-read data --allow-read",
		"qyvol run --allow-read da":               "qyvol run --allow-read data/",
		"qyvol run --allow-read=da":               "qyvol run --allow-read=data/",
		"qyvol run --allow-write su":              "qyvol run --allow-write sub/",
		"qyvol run --allow-write sub/de":          "qyvol run --allow-write sub/deep/",
		"qyvol run --allow-read ~/su":             "qyvol run --allow-read ~/sub/",
		"qyvol run --allow-read data::/d":         "qyvol run --allow-read data::/data",
		"qyvol run --allow-read=data::/d":         "qyvol run --allow-read=data::/data",
		"qyvol run --allow-env ANS":               "qyvol run --allow-env ANSWER",
		"qyvol run --result no":                   "qyvol run --result notes.txt",
		"qyvol run --result=no":                   "qyvol run --result=notes.txt",
		"qyvol run --memory no":                   "qyvol run --memory no",
		"qyvol run gu":                            "qyvol run guest.wasm",
		"qyvol run ~/on":                          "qyvol run ~/only.wasm",
		"qyvol run my":                            `qyvol run my\ guest.wat`,
		"qyvol run sub/in":                        "qyvol run sub/inner.wat",
		"qyvol run su":                            "qyvol run sub/",
		"qyvol run no":                            "qyvol run no", // notes.txt is no guest
		"qyvol compile guest.wasm sub/in":         "qyvol compile guest.wasm sub/inner.wat",
		"qyvol validate a":                        "qyvol validate app.qyv",
		"qyvol validate gu":                       "qyvol validate gu",
		"qyvol run guest.wasm no":                 "qyvol run guest.wasm notes.txt",
		"qyvol run guest.wasm -- no":              "qyvol run guest.wasm -- notes.txt",
		"qyvol run guest.wasm -- --qui":           "qyvol run guest.wasm -- --qui",
		"qyvol nonsense ru":                       "qyvol nonsense ru",
		"~/bin/qyvol cache cl":                    "~/bin/qyvol cache clear",
	}
}

// The completion of every shell does the same, from the first tab on.
func TestShells(t *testing.T) {
	for name, files := range shellSetups(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := startShell(t, name, files).complete("qyvol cache cl"); got != "qyvol cache clear " {
				t.Errorf("the first tab of a shell makes %q of qyvol cache cl", got)
			}
			shell := startShell(t, name, files)
			for typed, want := range completions() {
				if got := strings.TrimRight(shell.complete(typed), " "); got != want {
					t.Errorf("tab makes %q of %q, not %q", got, typed, want)
				}
			}
		})
	}
}

// What can follow is listed once, with what it is for.
func TestShellsList(t *testing.T) {
	for name, files := range shellSetups(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for typed, want := range map[string][]string{
				"qyvol run --format ": {"text", "json", "yaml"},
				"qyvol run --format=": {"text", "json", "yaml"},
				"qyvol cache ":        {"clear", "vacía la caché", "info", "muestra dónde está la caché"},
				"qyvol run --allow-":  {"--allow-read", "permite al invitado leer", "--allow-write", "--allow-env"},
			} {
				shown := startShell(t, name, files).list(typed, want)
				if strings.Contains(typed, "--format") && regexp.MustCompile(`(?m) --\s*$`).MatchString(shown) {
					t.Errorf("a description that isn't there is shown as one: %q", shown)
				}
			}
		})
	}
}

// shell is one on a terminal.
type shell struct {
	t      *testing.T
	keys   *os.File
	answer *bufio.Reader
	mu     sync.Mutex
	grown  *sync.Cond
	shown  bytes.Buffer
	closed bool
}

const shellPatience = 2 * time.Minute // of tests that fail

func startShell(t *testing.T, name string, files map[string]string) *shell {
	t.Helper()
	program, _, _ := strings.Cut(name, " ")
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skip(err)
	}
	home := t.TempDir()
	for file, text := range files {
		write(t, filepath.Join(home, file), text)
	}
	for _, file := range []string{"guest.wasm", "guest.txt", "only.wasm", "app.qyv", "notes.txt", "data.txt", "data/x", "sub/inner.wat", "sub/inner.c", "sub/deep/x", "my guest.wat"} {
		write(t, filepath.Join(home, file), "")
	}
	own, err := exec.LookPath("qyvol")
	must(t, err)
	must(t, os.Mkdir(filepath.Join(home, "bin"), 0o755))
	must(t, os.Symlink(own, filepath.Join(home, "bin", "qyvol")))
	fifo := filepath.Join(home, ".answer")
	must(t, unix.Mkfifo(fifo, 0o600))
	answer, err := os.OpenFile(fifo, os.O_RDWR|syscall.O_NONBLOCK, 0)
	must(t, err)
	must(t, answer.SetDeadline(time.Now().Add(shellPatience)))
	t.Cleanup(func() { _ = answer.Close() })

	cmd := exec.CommandContext(t.Context(), path, "-i")
	cmd.Dir = home
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "TERM=xterm", "LC_ALL=C.UTF-8", "QYVOL_LANG=es", noWait, "ANSWER=" + fifo,
	}
	s := &shell{t: t, answer: bufio.NewReader(answer)}
	s.grown = sync.NewCond(&s.mu)
	s.start(cmd)
	s.await(func(shown string) bool { return strings.Contains(shown, "ready> ") })
	return s
}

func (s *shell) start(cmd *exec.Cmd) {
	s.t.Helper()
	master, tty := openTerminal(s.t)
	must(s.t, unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 60, Col: 160}))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tty, tty, tty
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	must(s.t, cmd.Start())
	must(s.t, tty.Close())
	s.keys = master
	read := make(chan struct{})
	go func() {
		defer close(read)
		s.read(master)
	}()
	s.t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		<-read
		_ = master.Close()
	})
}

// read keeps what the terminal shows.
func (s *shell) read(master *os.File) {
	buffer := make([]byte, 4096)
	for {
		n, err := master.Read(buffer)
		s.mu.Lock()
		s.shown.Write(buffer[:n])
		s.closed = err != nil
		s.mu.Unlock()
		s.grown.Broadcast()
		if err != nil {
			return
		}
	}
}

// await waits until the terminal shows something, and begins anew.
func (s *shell) await(what func(shown string) bool) {
	s.t.Helper()
	late := time.AfterFunc(shellPatience, func() {
		s.mu.Lock()
		s.closed = true
		s.mu.Unlock()
		s.grown.Broadcast()
	})
	defer late.Stop()
	commands := regexp.MustCompile(`\x1b(\[[0-9;?]*[a-zA-Z]|\([A-Z])`)
	s.mu.Lock()
	defer s.mu.Unlock()
	for !what(commands.ReplaceAllString(s.shown.String(), "")) {
		if s.closed {
			s.t.Fatalf("the terminal shows only %q", s.shown.String())
		}
		s.grown.Wait()
	}
	s.shown.Reset()
}

// complete types a text and a tab, and returns what the line is then.
func (s *shell) complete(typed string) string {
	s.t.Helper()
	_, err := s.keys.WriteString(typed + "\t\x0f")
	must(s.t, err)
	line, err := s.answer.ReadString('\n')
	if err != nil {
		s.t.Fatalf("after %q: %v; the terminal shows %q", typed, err, s.shown.String())
	}
	return strings.TrimSuffix(line, "\n")
}

// list types a text and two tabs, and waits for all that can follow.
func (s *shell) list(typed string, want []string) (all string) {
	s.t.Helper()
	_, err := s.keys.WriteString(typed + "\t\t")
	must(s.t, err)
	s.await(func(shown string) bool {
		for _, word := range want {
			if !strings.Contains(shown, word) {
				return false
			}
		}
		all = shown
		return true
	})
	return all
}
