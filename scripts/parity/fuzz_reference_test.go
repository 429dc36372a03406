package main

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/qyvol/qyvol/engine"
	"github.com/qyvol/qyvol/fixtures/parity"
	"github.com/qyvol/qyvol/loader"
)

// oracle is who knows what a guest comes to.
type oracle interface {
	run(guest []byte) (ended, error)
}

// oracleOf is the reference's program if there is one.
func oracleOf(f *testing.F, q *qyvol) oracle {
	if program := os.Getenv("QYVOL_REFERENCE"); program != "" {
		s := &served{program: program}
		f.Cleanup(s.stop)
		return s
	}
	cache := loader.OpenCache(loader.CacheOptions{Dir: f.TempDir()})
	records, err := parity.Records()
	if err != nil {
		f.Fatal(err)
	}
	r := recorded{qyvol: q, cache: cache, outcomes: map[string]parity.Outcome{}}
	exceptions := exceptionsOf(f)
	for _, record := range records {
		for _, run := range record.Runs {
			excused := excuse(exceptions, record.File, "bare", "qyvol native", parity.Difference{Field: "kind"}) != nil
			if run.Setting.Name == "bare" && !excused {
				r.outcomes[record.Digest] = run.Outcome
			}
		}
	}
	return r
}

// recorded stands in for the reference where there is no Rust. What the
// reference did with a fixture is recorded. Of a mutant is only known that it
// must not matter whether its code was just compiled or comes from the cache.
type recorded struct {
	qyvol    *qyvol
	cache    *loader.Cache
	outcomes map[string]parity.Outcome // by digest
}

func (r recorded) run(guest []byte) (ended, error) {
	for range 2 { // compiles it, and maps what was compiled
		if e, err := r.qyvol.run(guest, r.cache); err != nil || e.Kind == "fuel" || e.Kind == "memory-limit" {
			return e, err // the records have no limits
		}
	}
	if outcome, ok := r.outcomes[parity.DigestOf(guest)]; ok {
		return ended{outcome, "as recorded"}, nil
	}
	return r.qyvol.run(guest, r.cache)
}

// served is the reference, one process of it for many guests.
type served struct {
	program string
	process *exec.Cmd // nil: none
	to      io.WriteCloser
	from    *bufio.Reader
	words   *bytes.Buffer // what it says when it dies
}

func (s *served) start() error {
	cmd := exec.Command(s.program, "serve", "--argv0", fuzzName, "--no-memory64",
		"--fuel", strconv.Itoa(fuzzFuel), "--memory", strconv.Itoa(fuzzMemory),
		"--timeout-ms", strconv.FormatInt(fuzzTime.Milliseconds(), 10),
		"--table-elements", strconv.Itoa(engine.DefaultTableElements))
	words := new(bytes.Buffer)
	cmd.Stderr = words
	to, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	from, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	s.process, s.to, s.from, s.words = cmd, to, bufio.NewReader(from), words
	return cmd.Start()
}

func (s *served) stop() {
	if s.process == nil {
		return
	}
	_ = s.to.Close()
	_ = s.process.Process.Kill()
	_ = s.process.Wait()
	s.process = nil
}

// run asks the reference. One that dies of a guest is "crash", one that gives
// no answer a "timeout", and the next guest gets another.
func (s *served) run(guest []byte) (ended, error) {
	if s.process == nil {
		if err := s.start(); err != nil {
			s.process = nil
			return ended{}, err
		}
	}
	process := s.process.Process
	timer := time.AfterFunc(hangs, func() { _ = process.Kill() })
	request := append(binary.LittleEndian.AppendUint32(nil, uint32(len(guest))), guest...)
	_, _ = s.to.Write(request) // that it has died is seen by the missing answer
	line, err := s.from.ReadBytes('\n')
	hung := !timer.Stop()
	if err != nil {
		s.stop()
		if hung {
			return ended{Outcome: parity.Outcome{Kind: "timeout"}}, nil
		}
		return ended{parity.Outcome{Kind: "crash"}, s.words.String()}, nil
	}
	e, err := readAnswer(line)
	if hung || e.Kind == "timeout" { // it leaves the guest, and itself, behind
		s.stop()
	}
	return e, err
}

func readAnswer(line []byte) (ended, error) {
	var answer struct {
		Kind    string
		Exit    int
		Message string
		Stdout  string
		Stderr  string
	}
	err := json.Unmarshal(line, &answer)
	e := ended{parity.Outcome{Kind: answer.Kind, Exit: answer.Exit}, answer.Message}
	e.Stdout, e.Stderr = outputOf(answer.Stdout), outputOf(answer.Stderr)
	return e, err
}

// outputOf reads bytes of which each was made a character.
func outputOf(text string) parity.Output {
	data := make([]byte, 0, len(text))
	for _, r := range text {
		data = append(data, byte(r))
	}
	return parity.OutputOf(data)
}
