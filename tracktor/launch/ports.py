"""The address the server listens at."""

import errno
import ipaddress
import os
import socket
import sys

from tracktor.launch.problems import Exit, Problem

FIRST, LAST = 8000, 8019


def listen(host: str, port: int | None) -> socket.socket:
    """Take the port for good: from here on nobody else can, and early callers wait and are not refused."""
    for candidate in [port] if port is not None else range(FIRST, LAST + 1):
        try:
            return _listen(host, candidate)
        except OSError as error:
            # Windows keeps some ports for itself and answers "forbidden": among many, just try the next.
            if error.errno != errno.EADDRINUSE and (port is not None or error.errno != errno.EACCES):
                raise Problem(
                    Exit.PORT_IN_USE, f"Tracktor cannot listen at {host} port {candidate} ({error.strerror})."
                ) from None
    wanted = f"Port {port} is" if port is not None else f"The ports {FIRST} to {LAST} are all"
    raise Problem(Exit.PORT_IN_USE, f"{wanted} in use at {host}; choose another with --port N.")


def _listen(host: str, port: int) -> socket.socket:
    family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    if sys.platform == "darwin" and port and _somebody_answers(host, port):
        # macOS lets one program listen at 127.0.0.1 while another holds the same port at every address.
        raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    sock = socket.socket(family, kind, protocol)
    try:
        if os.name == "nt":
            # There SO_REUSEADDR would share a port that is in use.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)  # type: ignore[attr-defined]
        else:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(address)
        sock.listen(2048)
    except OSError:
        sock.close()
        raise
    return sock


def _somebody_answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=0.5).close()
    except OSError:
        return False
    return True


def is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def is_wildcard(host: str) -> bool:
    return host in ("", "0.0.0.0", "::")  # noqa: S104 - compared, not listened at


def reachable(host: str) -> str:
    """The address at which this machine itself finds a server that listens at ``host``."""
    if is_wildcard(host):
        return "::1" if host == "::" else "127.0.0.1"
    return host


def url(host: str, port: int) -> str:
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def host_names(host: str) -> list[str]:
    """Names by which people on the network ask for a server at ``host``, for Django's allowed hosts."""
    names = ["localhost", "127.0.0.1", "[::1]"]
    if not is_wildcard(host):
        return [*names, f"[{host}]" if ":" in host else host]
    names += [socket.gethostname(), socket.getfqdn()]
    try:
        addresses = {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    except OSError:
        addresses = set()
    return list(dict.fromkeys([*names, *(f"[{a}]" if ":" in a else a for a in sorted(addresses))]))
