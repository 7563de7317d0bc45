package main

import (
	"fmt"
	"io"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/alecthomas/kong"
	"go.yaml.in/yaml/v3"
)

// configFile is the path of a configuration file.
type configFile string

// BeforeResolve has the flags that are not set looked up in the file. kong calls
// it.
func (configFile) BeforeResolve(k *kong.Kong, ctx *kong.Context, trace *kong.Path) error {
	path, _ := ctx.FlagValue(trace.Flag).(configFile)
	if path == "" {
		return nil
	}
	content, err := os.ReadFile(string(path))
	if err != nil {
		return err
	}
	settings, err := parseSettings(string(path), content, k.Model)
	if err != nil {
		return err
	}
	ctx.AddResolver(settings)
	return nil
}

// settings are the values of a configuration file by the names of their flags.
type settings struct {
	path   string
	values map[string]*yaml.Node
}

// parseSettings reads a mapping of flags to values. Its errors name the file and
// the line.
func parseSettings(path string, content []byte, app *kong.Application) (*settings, error) {
	s := &settings{path: path, values: map[string]*yaml.Node{}}
	var root yaml.Node
	if err := yaml.Unmarshal(content, &root); err != nil {
		return nil, fmt.Errorf("%s: %s", path, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if root.Kind == 0 { // nothing but comments
		return s, nil
	}
	top := root.Content[0]
	if top.Kind != yaml.MappingNode {
		return nil, s.at(top, "want a mapping of keys to values")
	}
	for i := 0; i+1 < len(top.Content); i += 2 {
		key, value := top.Content[i], top.Content[i+1]
		if !slices.ContainsFunc(settable(app), func(f *kong.Flag) bool { return f.Name == key.Value }) {
			return nil, s.at(key, "unknown key %q", key.Value)
		}
		if s.values[key.Value] != nil {
			return nil, s.at(key, "key %q stands twice", key.Value)
		}
		s.values[key.Value] = value
	}
	return s, nil
}

// settable returns the flags that may stand in a file.
func settable(app *kong.Application) []*kong.Flag {
	return slices.DeleteFunc(slices.Clone(app.Flags), func(f *kong.Flag) bool {
		return slices.Contains([]string{"help", "config", "print-config", "version"}, f.Name)
	})
}

func (s *settings) at(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", s.path, n.Line, fmt.Sprintf(format, args...))
}

// Validate implements [kong.Resolver].
func (*settings) Validate(*kong.Application) error { return nil }

// Resolve implements [kong.Resolver]. It checks the value itself, so that the
// error tells where it stands; kong adds the flag.
func (s *settings) Resolve(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
	node := s.values[flag.Name]
	if node == nil || slices.ContainsFunc(flag.Envs, func(name string) bool { _, set := os.LookupEnv(name); return set }) {
		return nil, nil
	}
	value, err := plain(node)
	if err != nil {
		return nil, s.at(node, "%v", err)
	}
	scratch := reflect.New(flag.Target.Type()).Elem()
	scan := kong.Scan().PushTyped(value, kong.FlagValueToken)
	if err := flag.Mapper.Decode(&kong.DecodeContext{Value: flag.Value, Scan: scan}, scratch); err != nil {
		return nil, s.at(node, "%v", err)
	}
	if flag.Enum != "" && !slices.Contains(flag.EnumSlice(), node.Value) {
		return nil, s.at(node, "want one of %s, got %q", flag.Enum, node.Value)
	}
	return value, nil
}

// plain returns the value of a node as kong takes it: text, or a list of texts.
func plain(n *yaml.Node) (any, error) {
	switch n.Kind {
	case yaml.ScalarNode:
		return n.Value, nil
	case yaml.SequenceNode:
		list := make([]any, len(n.Content))
		for i, item := range n.Content {
			if item.Kind != yaml.ScalarNode {
				return nil, fmt.Errorf("want a list of texts")
			}
			list[i] = item.Value
		}
		return list, nil
	default:
		return nil, fmt.Errorf("want a value or a list")
	}
}

// printConfig writes all settings with their help, as a file that can be read
// again.
func printConfig(w io.Writer, app *kong.Application) error {
	top := &yaml.Node{Kind: yaml.MappingNode}
	for _, flag := range settable(app) {
		value := flag.Target.Interface()
		if d, ok := value.(time.Duration); ok {
			value = d.String()
		}
		node := &yaml.Node{}
		if err := node.Encode(value); err != nil {
			return fmt.Errorf("%s: %w", flag.Name, err)
		}
		top.Content = append(top.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: flag.Name, HeadComment: flag.Help}, node)
	}
	out := yaml.NewEncoder(w)
	if err := out.Encode(top); err != nil {
		return err
	}
	return out.Close()
}
