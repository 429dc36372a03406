package runner_test

import (
	"net"
	"os"

	"golang.org/x/sys/unix"
)

// nodeAttacks open what is no file: none may hang, and none may reach a device.
var nodeAttacks = []attack{
	{
		name: "nodes",
		host: func(s *scene) {
			s.must(unix.Mkfifo(s.path("rw/fifo"), 0o666))
			s.must(unix.Mkfifo(s.path("ro/fifo"), 0o666))
			s.socket("rw/socket")
			s.device("rw/null")
			s.symlink("fifo", "rw/tofifo")
		},
		script: everyLink(`
			open f /rw $ read -> refused
			open f /rw $ write -> refused
			open f /rw $ read,write -> refused
			open f /rw $ follow,read -> refused
			open f /rw $ truncate -> refused
			open f /rw $ truncate,write -> refused
			open f /rw $ create,write -> refused
			open f /rw $ append,write -> refused
			open f /rw $ - -> refused
			open f /rw $ directory,read -> not-directory
			cat /rw $ -> refused
			statat /rw $/ -> not-directory
			mkdir /rw $/new -> not-directory
			mkdir /rw $ -> exist`, "fifo", "socket", "null") + `
			cat /rw tofifo -> refused
			open f /rw tofifo follow,write -> refused
			cat /ro fifo -> refused
			open f /ro fifo read -> refused
			open f /ro fifo truncate -> refused
			rename /rw fifo /rw moved
			unlink /rw moved
			unlink /rw socket`,
	},
}

// socket makes one that nobody answers.
func (s *scene) socket(name string) {
	s.t.Helper()
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: s.path(name)})
	s.must(err)
	s.t.Cleanup(func() { _ = listener.Close() })
}

// device makes /dev/null, or for a user who may not, another FIFO.
func (s *scene) device(name string) {
	s.t.Helper()
	if os.Getuid() != 0 {
		s.must(unix.Mkfifo(s.path(name), 0o666))
		return
	}
	s.must(unix.Mknod(s.path(name), unix.S_IFCHR|0o666, int(unix.Mkdev(1, 3))))
}
