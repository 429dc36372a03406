package main

import (
	"os"
	"os/exec"
)

func together(*exec.Cmd) {}

func endOf(*os.ProcessState) (signal string, peak uint64) { return "", 0 }
