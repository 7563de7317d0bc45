package client

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
)

// TLS says how to connect over TLS.
type TLS struct {
	CAFile     string // PEM file of the authorities of the server's certificate; empty: those of the system
	CertFile   string // PEM file of the client's certificate, for a server that asks for one
	KeyFile    string // PEM file of the key of CertFile
	ServerName string // name in the server's certificate; empty: that of the target
}

// WithTLS has [Dial] connect over TLS. The client's certificate is read anew for
// each connection, so that it may be replaced while the client runs. The error
// names the file that cannot be used.
func WithTLS(o TLS) (grpc.DialOption, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12, ServerName: o.ServerName}
	if o.CAFile != "" {
		pem, err := os.ReadFile(o.CAFile)
		if err != nil {
			return nil, fmt.Errorf("client: %w", err)
		}
		c.RootCAs = x509.NewCertPool()
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("client: %s: no certificate", o.CAFile)
		}
	}
	if o.CertFile != "" || o.KeyFile != "" {
		load := func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			cert, err := tls.LoadX509KeyPair(o.CertFile, o.KeyFile)
			if err != nil {
				return nil, fmt.Errorf("client: %s, %s: %w", o.CertFile, o.KeyFile, err)
			}
			return &cert, nil
		}
		if _, err := load(nil); err != nil { // now rather than at the first call
			return nil, err
		}
		c.GetClientCertificate = load
	}
	return grpc.WithTransportCredentials(credentials.NewTLS(c)), nil
}

// WithToken has each call carry a bearer token. It needs [WithTLS]: a token is
// never sent in the clear.
func WithToken(token string) grpc.DialOption { return grpc.WithPerRPCCredentials(bearer(token)) }

// bearer is a token. It implements [credentials.PerRPCCredentials].
type bearer string

func (b bearer) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + string(b)}, nil
}

func (bearer) RequireTransportSecurity() bool { return true }
