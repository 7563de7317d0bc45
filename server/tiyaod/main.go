// Command tiyaod serves the tiyao annotation service over gRPC.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/alecthomas/kong"
)

// envPrefix begins the names of environment variables that are settings.
const envPrefix = "TIYAO"

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "tiyaod:", err)
		os.Exit(1)
	}
}

// run is the program.
func run(args []string, stdout, stderr io.Writer) error {
	var c config
	app, err := newParser(&c, stdout, stderr)
	if err != nil {
		return err
	}
	if _, err := app.Parse(args); err != nil {
		return err
	}
	if c.PrintConfig {
		return printConfig(stdout, app.Model)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	log := newLogger(&c, stderr)
	if unknown := unknownVariables(app.Model, os.Environ()); len(unknown) > 0 {
		log.Warn("environment variables that are no settings", "names", unknown)
	}
	return serve(ctx, &c, reload, log)
}

// unknownVariables returns the names in an environment that look like settings
// and are none. They are no errors: others use the prefix as well, Kubernetes
// for services.
func unknownVariables(app *kong.Application, environment []string) (names []string) {
	for _, variable := range environment {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, envPrefix+"_") &&
			!slices.ContainsFunc(app.Flags, func(f *kong.Flag) bool { return slices.Contains(f.Envs, name) }) {
			names = append(names, name)
		}
	}
	return names
}

func newParser(c *config, stdout, stderr io.Writer) (*kong.Kong, error) {
	return kong.New(c,
		kong.Name("tiyaod"),
		kong.Description("Serves the tiyao annotation service over gRPC. Each flag is also an environment variable (TIYAO_LISTEN) and a key of the configuration file (listen)."),
		kong.DefaultEnvars(envPrefix),
		kong.Vars{"version": version()},
		kong.Writers(stdout, stderr),
	)
}

// version says what the program was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	out := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			out += " " + s.Value
		}
	}
	return out + " " + info.GoVersion
}
