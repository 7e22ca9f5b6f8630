import socket
import urllib.request

import pytest

from tests.network import NetworkError, local


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 443, 0, 0)])
def test_addresses_off_this_machine_are_refused(address: tuple[object, ...]) -> None:
    with socket.socket(socket.AF_INET6 if len(address) > 2 else socket.AF_INET) as one, pytest.raises(NetworkError, match=str(address[0])):
        one.connect(address)  # type: ignore[arg-type]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(NetworkError):
        one.sendto(b"x", ("192.0.2.1", 9))


def test_names_are_not_asked_for() -> None:
    with pytest.raises(NetworkError, match=r"example\.org"):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(NetworkError):
        urllib.request.urlopen("http://example.org/", timeout=1)


def test_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as one:
        other, _ = server.accept()
        with other:
            one.sendall(b"x")
            assert other.recv(1) == b"x"


@pytest.mark.parametrize(
    ("address", "is_local"),
    [
        ("folder/a.sock", True), (b"\0abstract", True), ("localhost", True), (b"localhost", True), (None, True), ("::1", True), ("127.0.0.53", True),
        ("10.0.0.1", False), ("example.org", False), (("0.0.0.1", 1), False), (("fe80::1%eth0", 1, 0, 2), False),
    ],
)  # fmt: skip
def test_loopback_paths_and_no_address_are_local_and_others_are_not(address: object, is_local: bool) -> None:
    assert local(address) is is_local
