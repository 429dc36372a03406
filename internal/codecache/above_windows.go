package codecache

// checkAbove leaves the matter to the system, as isOwn does.
func checkAbove(string) error { return nil }
