package command

import (
	"os"

	"golang.org/x/sys/windows"
)

// columnsOf is how many columns a console shows, 0 where it doesn't tell.
func columnsOf(console *os.File) int {
	var info windows.ConsoleScreenBufferInfo
	if err := windows.GetConsoleScreenBufferInfo(windows.Handle(console.Fd()), &info); err != nil {
		return 0
	}
	return int(info.Window.Right-info.Window.Left) + 1
}
