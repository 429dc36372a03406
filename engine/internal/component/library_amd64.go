package component

// machine is this processor in ELF files.
const machine = 62
