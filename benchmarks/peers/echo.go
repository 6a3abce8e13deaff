// An echo server in Go, with one goroutine for each connection. Prints its port, and exits at EOF of
// standard input.
package main

import (
	"fmt"
	"io"
	"net"
	"os"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	for {
		caller, err := listener.Accept()
		if err != nil {
			continue
		}
		go func() {
			defer caller.Close()
			bytes := make([]byte, 4096)
			for {
				count, err := caller.Read(bytes)
				if err != nil {
					return
				}
				if _, err := caller.Write(bytes[:count]); err != nil {
					return
				}
			}
		}()
	}
}
