package wasm

// Limits on what instantiating a component takes. Each instance counts as often as
// it is made: components that make two instances of the one before them are small,
// and double with each.
const (
	maxInstances     = 10_000  // of components
	maxCoreInstances = 100_000 // of core modules; what a manifest may allow at most
	maxLinked        = 200_000 // definitions that all instantiations go through; a file may have its size more
	maxLinkedDeep    = 200     // instantiations within each other
	maxLowered       = 400_000 // parts of the types of functions that instances call each other by
	// maxState is how many bytes of the host's memory instances may take beside
	// memories and tables; a file may have stateOfByte more for each of its own.
	maxState    = 16 << 20
	stateOfByte = 16
)

// unit is a core module, a component or an instance while a plan is followed.
// One without any of these is unknown, as what the outermost component imports is.
type unit struct {
	module  *Module
	plan    *plan
	scope   *frame // in which the component was defined
	exports map[string]unit
	weight  uint64 // of an instance: what it exports, and what these export
}

// frame is an instantiation that is under way or done: its index spaces.
type frame struct {
	outer *frame
	items [SortInstance + 1][]unit
}

// linking follows the plans of a file.
type linking struct {
	*decoder
	totals     Totals
	linked     uint64
	mostLinked uint64
	lowered    uint64
	stateLimit uint64
	deep       int
}

// Totals are what one instantiation of a file comes to, each instance counted as
// often as it is made.
type Totals struct {
	// Instances are those of components, CoreInstances those of core modules.
	Instances, CoreInstances uint64
	// State estimates what core instances take of the host's memory beside their
	// linear memories and tables, in bytes.
	State uint64
}

// link follows what the instantiation of a component does.
func (d *decoder) link(c *Component) Totals {
	size := uint64(len(d.data))
	l := &linking{decoder: d, stateLimit: maxState + stateOfByte*size, mostLinked: maxLinked + size}
	l.instantiate(unit{plan: c.plan}, nil)
	return l.totals
}

// instantiate gives the instance.
func (l *linking) instantiate(c unit, args map[string]unit) unit {
	l.totals.Instances++
	l.deep++
	defer func() { l.deep-- }()
	switch {
	case l.totals.Instances > maxInstances:
		l.fail(0, "instantiating it makes more than %d instances of components", maxInstances)
	case l.deep > maxLinkedDeep:
		l.fail(0, "components are instantiated more than %d deep within each other", maxLinkedDeep)
	}
	if l.err != nil || c.plan == nil {
		return unit{}
	}
	l.through(c.plan.weight)
	if l.lowered += c.plan.lowered; l.lowered > maxLowered {
		l.fail(0, "the types of the functions that its instances call have more than %d parts", maxLowered)
	}
	f := &frame{outer: c.scope}
	made := unit{exports: map[string]unit{}}
	made.weight = c.plan.given
	for i := range c.plan.steps {
		if l.through(weightOf(c.plan.steps[i].name)); l.err != nil {
			return unit{}
		}
		l.step(f, &c.plan.steps[i], args, &made)
	}
	return made
}

// through counts definitions. wasmtime keeps what each instance exports, with its
// name, in the code that it compiles.
func (l *linking) through(n uint64) {
	if l.linked += n; l.linked > l.mostLinked {
		l.fail(0, "instantiating it goes through more than %d definitions", l.mostLinked)
	}
}

// weightOf is what a definition counts: one of a long name takes more.
func weightOf(name string) uint64 { return 1 + uint64(len(name))/64 }

func (l *linking) step(f *frame, s *step, args map[string]unit, made *unit) {
	switch s.op {
	case stepModule:
		f.add(SortModule, unit{module: s.module})
	case stepComponent:
		f.add(SortComponent, unit{plan: s.plan, scope: f})
	case stepImport:
		u, given := args[s.name]
		if !given { // the outermost component's
			u.weight = s.others
		}
		f.add(s.sort, u)
	case stepAlias:
		f.add(s.sort, f.item(SortInstance, s.index).exports[s.name])
	case stepOuter:
		f.add(s.sort, f.outward(s.outer).item(s.sort, s.index))
	case stepInstantiate:
		f.add(SortInstance, l.instantiate(f.item(SortComponent, s.index), l.args(f, s.args)))
	case stepInline:
		u := unit{exports: l.args(f, s.args), weight: s.others}
		for name, e := range u.exports {
			u.weight += weightOf(name) + e.weight
		}
		f.add(SortInstance, u)
	case stepCore:
		l.core(f.item(SortModule, s.index).module)
	case stepExport:
		u := f.item(s.sort, s.index)
		l.through(u.weight)
		made.exports[s.name] = u
		made.weight += weightOf(s.name) + u.weight
		f.add(s.sort, u)
	}
}

// args are the arguments of an instantiation.
func (l *linking) args(f *frame, list []planArg) map[string]unit {
	for i := range list {
		l.through(weightOf(list[i].name))
	}
	if len(list) == 0 || l.err != nil {
		return nil
	}
	args := make(map[string]unit, len(list))
	for i := range list {
		u := f.item(list[i].sort, list[i].index)
		l.through(u.weight)
		args[list[i].name] = u
	}
	return args
}

// core counts an instance of a core module.
func (l *linking) core(m *Module) {
	l.totals.CoreInstances++
	l.totals.State += m.state()
	if l.totals.CoreInstances > maxCoreInstances {
		l.fail(0, "instantiating it makes more than %d instances of core modules", maxCoreInstances)
	}
	if l.totals.State > l.stateLimit {
		l.fail(0, "the state of its instances takes more than %d MiB beside their memories and tables", l.stateLimit>>20)
	}
}

func (f *frame) add(sort Sort, u unit) { f.items[sort] = append(f.items[sort], u) }

// item is unknown where there is none.
func (f *frame) item(sort Sort, index uint32) unit {
	if f == nil || uint64(index) >= uint64(len(f.items[sort])) {
		return unit{}
	}
	return f.items[sort][index]
}

// outward is the frame so many scopes out, nil if there are fewer.
func (f *frame) outward(count uint32) *frame {
	for ; count > 0 && f != nil; count-- {
		f = f.outer
	}
	return f
}
