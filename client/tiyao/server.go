package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/grpc/resolver"
	"google.golang.org/grpc/resolver/manual"

	"github.com/tiyao/tiyao/client"
)

// tokenVariable is the environment variable with the token for servers. There is
// no flag: other users of a machine see the flags of its programs.
const tokenVariable = "TIYAO_TOKEN"

// serverFlags say how to connect to the servers that --addr names.
type serverFlags struct {
	TLS        bool   `group:"Server" name:"tls" help:"Connect to --addr over TLS. The other flags of TLS imply it."`
	CA         string `group:"Server" name:"ca" help:"PEM file of the authorities that the server's certificate comes from. Default: those of the system." placeholder:"FILE"`
	Cert       string `group:"Server" help:"PEM file of the client's certificate, for a server that asks for one." placeholder:"FILE"`
	Key        string `group:"Server" help:"PEM file of the key of --cert." placeholder:"FILE"`
	ServerName string `group:"Server" help:"Name in the server's certificate. Default: that of --addr." placeholder:"NAME"`
	TokenFile  string `group:"Server" help:"File with the bearer token for the server. Default: the variable TIYAO_TOKEN." placeholder:"FILE"`
}

// validate checks the flags of a command that asks servers, or asks none.
func (f *serverFlags) validate(servers bool) error {
	if !servers {
		for _, flag := range []struct {
			name string
			set  bool
		}{
			{"--tls", f.TLS}, {"--ca", f.CA != ""}, {"--cert", f.Cert != ""}, {"--key", f.Key != ""},
			{"--server-name", f.ServerName != ""}, {"--token-file", f.TokenFile != ""},
		} {
			if flag.set {
				return fmt.Errorf("%s needs --addr", flag.name)
			}
		}
	}
	if (f.Cert == "") != (f.Key == "") {
		return errors.New("--cert and --key need each other")
	}
	if f.TokenFile != "" && !f.secure() {
		return errors.New("--token-file needs --tls: a token is never sent in the clear")
	}
	return nil
}

func (f *serverFlags) secure() bool {
	return f.TLS || f.CA != "" || f.Cert != "" || f.ServerName != ""
}

// dial returns a client of the servers, which shares its calls out among them.
func (f *serverFlags) dial(servers ...string) (*client.Client, error) {
	options, err := f.dialOptions()
	if err != nil {
		return nil, err
	}
	if len(servers) == 1 {
		return client.Dial(servers[0], options...)
	}
	names := manual.NewBuilderWithScheme("tiyao")
	var state resolver.State
	for _, addr := range servers {
		name := addr // for its certificate
		if host, _, err := net.SplitHostPort(addr); err == nil {
			name = host
		}
		state.Endpoints = append(state.Endpoints, resolver.Endpoint{Addresses: []resolver.Address{{Addr: addr, ServerName: name}}})
	}
	names.InitialState(state)
	return client.Dial("tiyao:///servers", append(options, grpc.WithResolvers(names))...)
}

// dialOptions translates the flags. Its errors name the flag.
func (f *serverFlags) dialOptions() ([]grpc.DialOption, error) {
	var options []grpc.DialOption
	if f.secure() {
		if _, err := client.WithTLS(client.TLS{CAFile: f.CA}); err != nil {
			return nil, fmt.Errorf("--ca: %w", err)
		}
		secure, err := client.WithTLS(client.TLS{CAFile: f.CA, CertFile: f.Cert, KeyFile: f.Key, ServerName: f.ServerName})
		if err != nil {
			return nil, fmt.Errorf("--cert, --key: %w", err)
		}
		options = append(options, secure)
	}
	token, err := f.token()
	if err != nil {
		return nil, err
	}
	if token != "" {
		options = append(options, client.WithToken(token))
	}
	return options, nil
}

// token returns the token to send, or "" for none.
func (f *serverFlags) token() (string, error) {
	from, token := tokenVariable, os.Getenv(tokenVariable)
	if f.TokenFile != "" {
		content, err := os.ReadFile(f.TokenFile)
		if err != nil {
			return "", fmt.Errorf("--token-file: %w", err)
		}
		from, token = "--token-file: "+f.TokenFile, strings.TrimSpace(string(content))
		if token == "" {
			return "", fmt.Errorf("%s: no token", from)
		}
	}
	switch {
	case strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }):
		return "", fmt.Errorf("%s: no token: want letters, digits and punctuation of ASCII, without spaces", from)
	case token != "" && !f.secure():
		return "", fmt.Errorf("%s needs --tls: a token is never sent in the clear", from)
	}
	return token, nil
}
