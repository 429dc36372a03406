package wasm

// plan is what the instantiation of a component does, as far as it concerns
// components, core modules and instances: what is made of a component with each
// instance can't be told without following it. The rest is only counted.
type plan struct {
	steps   []step
	weight  uint64 // definitions that are no steps
	given   uint64 // likewise exports, which whoever gets an instance has as well
	lowered uint64 // parts of the types of functions that are lowered
}

// stepOp is the kind of a step.
type stepOp uint8

const (
	stepModule      stepOp = iota // defines a core module
	stepComponent                 // defines a component
	stepImport                    // takes what is given under a name
	stepAlias                     // takes what an instance exports under a name
	stepOuter                     // takes a definition so many scopes out
	stepInstantiate               // makes an instance of a component, with arguments
	stepInline                    // makes an instance of definitions
	stepCore                      // makes an instance of a core module
	stepExport                    // exports a definition, and defines it once more
)

// step is one step of a plan. The fields that its kind needs are set.
type step struct {
	op     stepOp
	sort   Sort
	index  uint32
	outer  uint32
	name   string
	args   []planArg
	others uint64 // the weight of those that are not followed
	plan   *plan
	module *Module
}

// planArg is an argument of an instantiation, or an export of an instance.
type planArg struct {
	name  string
	sort  Sort
	index uint32
}

// stepCost is the size of a step in memory, in bytes.
const stepCost = 96

// linked tells whether definitions of a sort are followed.
func (s Sort) linked() bool { return s == SortModule || s == SortComponent || s == SortInstance }

// does notes a step, unless this is a declaration, which does nothing.
func (s *space) does(one step) {
	if s.plan == nil || !s.ok() {
		return
	}
	switch one.op {
	case stepImport, stepAlias, stepExport:
		if !one.sort.linked() {
			s.weigh(one.name)
			if one.op == stepExport {
				s.plan.given += weightOf(one.name)
			}
			return
		}
	default:
	}
	s.spend(stepCost)
	s.plan.steps = append(s.plan.steps, one)
}

// arg adds an argument to those of a step, if it is of a sort that is followed.
func (s *space) arg(args []planArg, name string, sort Sort, index uint32) []planArg {
	if !sort.linked() {
		s.weigh(name)
		return args
	}
	s.spend(entryCost)
	return append(args, planArg{name: name, sort: sort, index: index})
}

// weigh counts definitions that each instantiation goes through, and that are no
// steps, by their names.
func (s *space) weigh(names ...string) {
	if s.plan != nil {
		for _, name := range names {
			s.plan.weight += weightOf(name)
		}
	}
}

// lowers counts a function that core modules are to call. Where another instance
// implements it, the compiler writes code for each part of its type.
func (s *space) lowers(f *Type) {
	s.compiles(uint64(f.size))
}

// compiles counts a function that the compiler writes for each instance, by the parts
// that it has beside its beginning and its end.
func (s *space) compiles(parts uint64) {
	s.weigh("")
	if s.plan != nil {
		s.plan.lowered += functionParts + parts
	}
}

// functionParts is what a function counts by itself.
const functionParts = 20
