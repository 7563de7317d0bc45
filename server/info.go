package server

import (
	"runtime/debug"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	tiyaov1 "github.com/tiyao/tiyao/proto/tiyao/v1"
)

// buildInfo says what this binary was built from, as the linker recorded it.
func buildInfo() *tiyaov1.BuildInfo {
	out := &tiyaov1.BuildInfo{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return out
	}
	out.Version = info.Main.Version
	out.GoVersion = info.GoVersion
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			out.Revision = s.Value
		}
	}
	return out
}

// maxItems returns the most elements that the rules of m allow in field, so
// that the bound is stated once, in the proto file.
func maxItems(m proto.Message, field protoreflect.Name) int32 {
	f := m.ProtoReflect().Descriptor().Fields().ByName(field)
	rules, _ := proto.GetExtension(f.Options(), validate.E_Field).(*validate.FieldRules)
	return int32(rules.GetRepeated().GetMaxItems())
}
