package engine

// TrapText is what wasmtime says, by code.
var TrapText = trapText[:]
