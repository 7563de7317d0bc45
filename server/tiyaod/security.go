package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
	"google.golang.org/grpc/credentials"

	"github.com/tiyao/tiyao/server/internal/auth"
	"github.com/tiyao/tiyao/server/internal/watch"
)

// openTLS loads the certificates of c. New connections have those that were
// read last.
func openTLS(c *config) (*watch.Value[*tls.Config], error) {
	paths := []string{c.TLSCert, c.TLSKey}
	if c.TLSClientCA != "" {
		paths = append(paths, c.TLSClientCA)
	}
	return watch.Open("tls", paths, func(files []watch.File) (*tls.Config, error) {
		cert, err := tls.X509KeyPair(files[0].Content, files[1].Content)
		if err != nil {
			return nil, fmt.Errorf("%s, %s: %w", files[0].Path, files[1].Path, err)
		}
		out := &tls.Config{
			MinVersion:   tls.VersionTLS12,
			NextProtos:   []string{"h2"},
			Certificates: []tls.Certificate{cert},
		}
		if len(files) == 3 {
			out.ClientAuth = tls.RequireAndVerifyClientCert
			out.ClientCAs = x509.NewCertPool()
			if !out.ClientCAs.AppendCertsFromPEM(files[2].Content) {
				return nil, fmt.Errorf("%s: no certificate", files[2].Path)
			}
		}
		return out, nil
	})
}

// transportCredentials asks v for the certificates of each new connection.
func transportCredentials(v *watch.Value[*tls.Config]) credentials.TransportCredentials {
	return credentials.NewTLS(&tls.Config{
		MinVersion:         tls.VersionTLS12,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return v.Get(), nil },
	})
}

// expiry returns a metric: when the server's certificate ends.
func expiry(v *watch.Value[*tls.Config]) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "tiyao_certificate_expiry_timestamp_seconds", Help: "When the certificate in use ends.",
	}, func() float64 { return float64(v.Get().Certificates[0].Leaf.NotAfter.Unix()) })
}

// tokens are the bearer tokens that were read last. They implement
// [server.Authenticator].
type tokens struct {
	*watch.Value[*auth.Tokens]
}

func openTokens(path string) (tokens, error) {
	v, err := watch.Open("tokens", []string{path}, func(files []watch.File) (*auth.Tokens, error) {
		return auth.ParseTokens(files[0].Path, files[0].Reader())
	})
	return tokens{v}, err
}

// Caller implements [server.Authenticator].
func (t tokens) Caller(token string) (string, bool) { return t.Get().Caller(token) }
