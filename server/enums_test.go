package server

import (
	"testing"

	"google.golang.org/protobuf/reflect/protoreflect"
)

// protoEnum is what the generated enums have in common.
type protoEnum interface {
	~int32
	protoreflect.Enum
}

// checkEnum checks that every protobuf value but the unspecified one has a twin,
// and that the way there and back ends where it began.
func checkEnum[N comparable, P protoEnum](t *testing.T, e enum[N, P]) {
	t.Helper()
	var unspecified P
	values := unspecified.Descriptor().Values()
	if len(e) != values.Len()-1 {
		t.Errorf("%s: %d of %d values have a twin", unspecified.Descriptor().Name(), len(e), values.Len()-1)
	}
	for n, p := range e {
		if e.from(p) != n {
			t.Errorf("%v and back is %v, want %v", p, e.from(p), n)
		}
		if values.ByNumber(p.Number()) == nil || p == unspecified {
			t.Errorf("%v is no value to return", p)
		}
	}
}

func TestEnumsAreWhole(t *testing.T) {
	checkEnum(t, contentTypes)
	checkEnum(t, encodings)
	checkEnum(t, entityTypes)
	checkEnum(t, figureKinds)
	checkEnum(t, comparators)
	checkEnum(t, directions)
	checkEnum(t, bases)
	checkEnum(t, statuses)
	checkEnum(t, segmenters)
}
