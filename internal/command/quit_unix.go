//go:build unix

package command

/*
#include <signal.h>
#include <stddef.h>

// Go takes SIGTERM and SIGQUIT over at its start, whoever had them ignored, and
// answers the latter with its stacks. So what was ignored is noted before Go runs.
static const int qv_watched[] = {SIGHUP, SIGINT, SIGQUIT, SIGTERM};
static unsigned qv_were_ignored;
static struct sigaction qv_of_go;

__attribute__((constructor)) static void qv_note_ignored(void) {
  for (size_t i = 0; i < sizeof qv_watched / sizeof *qv_watched; i++) {
    struct sigaction now;
    if (sigaction(qv_watched[i], NULL, &now) == 0 && now.sa_handler == SIG_IGN)
      qv_were_ignored |= 1u << qv_watched[i];
  }
}

static int qv_was_ignored(int sig) {
  return sig > 0 && sig < 32 && (qv_were_ignored & 1u << sig) != 0;
}

// qv_take_quit gives SIGQUIT back to the system, and keeps Go's handler.
static void qv_take_quit(void) {
  struct sigaction plain = {0}, was;
  plain.sa_handler = qv_was_ignored(SIGQUIT) ? SIG_IGN : SIG_DFL;
  if (sigaction(SIGQUIT, &plain, &was) == 0 && was.sa_handler != SIG_DFL && was.sa_handler != SIG_IGN)
    qv_of_go = was;
}

// qv_ignore_again has the system ignore what it did when the process began: Go's
// handlers don't outlive another program's start.
static void qv_ignore_again(void) {
  struct sigaction ignored = {0};
  ignored.sa_handler = SIG_IGN;
  for (size_t i = 0; i < sizeof qv_watched / sizeof *qv_watched; i++)
    if (qv_was_ignored(qv_watched[i]))
      sigaction(qv_watched[i], &ignored, NULL);
}

static void qv_give_quit(void) {
  if (qv_of_go.sa_handler != SIG_DFL) sigaction(SIGQUIT, &qv_of_go, NULL);
}
*/
import "C"

import "syscall"

// wasIgnored tells whether a signal was ignored when the process began.
func wasIgnored(s syscall.Signal) bool { return C.qv_was_ignored(C.int(s)) != 0 }

// ignoreAgain leaves signals to another program as they were when this one began.
func ignoreAgain() { C.qv_ignore_again() }

// quitEnds lets SIGQUIT end the process without Go's stacks, or do nothing if it was
// ignored.
func quitEnds() { C.qv_take_quit() }

// quitArrives lets Go have SIGQUIT again, once somebody listens.
func quitArrives() { C.qv_give_quit() }
