"""Tries to reach a server of the host: TCP and UDP on its addresses, an abstract socket, a socket in a folder."""

import socket
import sys

from attempt import attempt

port, abstract, path, *addresses = sys.argv[1:]


def greet(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(3)
        connection.connect(address)
        return connection.recv(100).decode()


for address in addresses:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    attempt(f"tcp {address}", lambda: greet(family, (address, int(port))))
attempt("abstract", lambda: greet(socket.AF_UNIX, f"\0{abstract}"))
attempt("path", lambda: greet(socket.AF_UNIX, path))


def interfaces():
    return sorted(name for _, name in socket.if_nameindex())


def routes():
    with open("/proc/net/route") as file:
        return len(file.readlines()) - 1


attempt("resolve", lambda: socket.getaddrinfo("example.com", 80))
attempt("routes", routes)
with open("/proc/net/dev") as file:
    attempt("interfaces", lambda: sorted(line.split(":")[0].strip() for line in file if ":" in line))
