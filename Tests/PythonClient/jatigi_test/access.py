"""Who may call what, over the wire, through the gateway and straight at a service."""

import os
import re
import time
from datetime import timedelta

from . import batch, paseto
from .report import refused
from .rpc import CallFailed, Client

REGISTRATION = "registration.v1.RegistrationService"
SUBMIT = "gateway.v1.GatewayService/SubmitBatch"
REFLECTION = "rpc.v1.ReflectionService/GetDescriptorSet"
STATUS = "health.v1.HealthService/GetStatus"

BACK_UP = "health.v1.MaintenanceService/BackUp"

# Methods that are answered: what else the roles may do gets to a handler, or to the absence of a service.
ANSWERED = {
    "team": SUBMIT,
    "registrar": f"{REGISTRATION}/ListHouseholds",
    "adjudicator": f"{REGISTRATION}/GetHousehold",
    "admin": STATUS,
    "service": STATUS,
}


def check(report, site):
    """`site` is the running region of `main`."""
    grid = expected(site.region.root)
    report.check("the grid of who may call what has every method and every role of the programs",
                 lambda: whole(grid, site))
    for role in site.region.tokens:
        report.check(f"the role {role} may call what the grid says and nothing else",
                     lambda role=role: follows(grid, site, role))
        report.check(f"the role {role} is answered",
                     lambda role=role: allows(site, role, ANSWERED.get(role, REFLECTION)))
    report.check("a backup is asked of the program itself, by the role backup and not by others",
                 lambda: backs_up(site))
    report.check("a service verifies for itself: its socket denies what the gateway would", lambda: straight(site))
    tokens(report, site)
    regions(report, site)
    revocation(report, site)


def expected(root):
    """Method -> roles that may call it, or None where no token is needed: the grid that was written by hand beside the
    tests of the programs' table."""
    with open(os.path.join(root, "Tests", "AccessTests", "AccessPolicyTests.swift"), encoding="utf-8") as file:
        text = file.read()
    columns = re.findall(r"\.([a-z]+)", re.search(r"let columns: \[Role\] = \[(.*?)\]", text, re.S).group(1))
    grid, service = {}, ""
    for line in re.search(r'let grid = """\n(.*?)"""', text, re.S).group(1).splitlines():
        fields = line.split()
        if not fields or fields[0] == "#":
            continue
        if len(fields) == 1:
            service = fields[0].removeprefix("jatigi.")
        else:
            marks = dict(zip(columns, fields[1:], strict=True))
            grid[f"{service}/{fields[0]}"] = (
                None if "o" in marks.values() else {role for role, mark in marks.items() if mark == "x"})
    return grid


def whole(grid, site):
    # The matcher is no program of the suite: it is called, and takes no token.
    methods = {name for name in site.client.contract.methods() if not name.startswith("biometrics.v1.MatcherService/")}
    assert methods == set(grid), methods ^ set(grid)
    roles = set().union(*(roles for roles in grid.values() if roles is not None))
    assert roles == set(site.region.tokens), roles ^ set(site.region.tokens)


def follows(grid, site, role):
    """Every method with an empty request: the role is refused, or anything else comes of it."""
    wrong = []
    for method, roles in sorted(grid.items()):
        reason = ""
        try:
            # Long enough for a refusal, and too short to wait for a service that is not there.
            site.client.call(method, token=site.region.tokens[role], timeout=0.2)
        except CallFailed as failure:
            reason = failure.reason
        if (reason == "access.role_denied") == (roles is None or role in roles):
            wrong.append(f"{method}: {reason or 'answered'}")
    assert not wrong, wrong


def backs_up(site):
    with Client(site.registration_socket) as client:
        client.contract = site.client.contract
        for role, token in site.region.tokens.items():
            if role not in ("admin", "backup"):
                denies(client, token, BACK_UP)
        assert os.path.getsize(client.call(BACK_UP, token=site.region.tokens["backup"]).path) > 0


def allows(site, role, method):
    """The call gets to its handler: an answer, or an error that only the handler gives."""
    client, token = site.client, site.region.tokens[role]
    if method == SUBMIT:
        return client.call(method, batch.submission(client, f"{role}-test/roles"), token)
    request = client.contract.method(method)[1]()
    if not method.endswith("/GetHousehold"):
        return client.call(method, request, token)
    request.case_number = site.case_number()
    household = client.call(method, request, token).household
    assert household.case_number == request.case_number
    return household


def denies(client, token, method):
    response = refused(lambda: client.call(method, token=token), "PERMISSION_DENIED", "access.role_denied")
    assert not response.payload


def straight(site):
    with Client(site.registration_socket) as client:
        client.contract = site.client.contract
        denies(client, site.region.tokens["team"], f"{REGISTRATION}/ListHouseholds")
        refused(lambda: client.call(f"{REGISTRATION}/ListHouseholds"), "UNAUTHENTICATED", "access.missing_token")
        assert client.call(f"{REGISTRATION}/ListHouseholds", token=site.region.tokens["registrar"]).households


def tokens(report, site):
    client, good = site.client, site.region.tokens["registrar"]
    method = f"{REGISTRATION}/ListHouseholds"
    issuer = paseto.Issuer(site.region.path("keys", "issuer"), good)

    def own():
        token = issuer.token("registrar", "registrar-test")
        assert client.call(method, token=token).households, "the tests' own tokens are good where they should be"

    def expired():
        token = issuer.token("registrar", "registrar-test", issued=-timedelta(hours=2))
        refused(lambda: client.call(method, token=token), "UNAUTHENTICATED", "access.expired")

    def early():
        token = issuer.token("registrar", "registrar-test", issued=timedelta(hours=2))
        refused(lambda: client.call(method, token=token), "UNAUTHENTICATED", "access.not_yet_valid")

    def unknown_key():
        site.region.jatigi("token", "make-key", site.region.path("keys", "stranger"))
        path = site.region.path("keys", "stranger.token")
        site.region.jatigi("token", "issue", "--key", site.region.path("keys", "stranger"), "--subject",
                           "registrar-test", "--role", "registrar", "--region", "ML19", path)
        with open(path, encoding="ascii") as file:
            refused(lambda: client.call(method, token=file.read().strip()), "UNAUTHENTICATED", "access.unknown_key")

    report.check("a call without a token is UNAUTHENTICATED",
                 lambda: refused(lambda: client.call(method), "UNAUTHENTICATED", "access.missing_token"))
    report.check("a token that a library of another language could make is accepted", own)
    report.check("a forged token is UNAUTHENTICATED", lambda: refused(
        lambda: client.call(method, token=paseto.with_flipped_bit(good)), "UNAUTHENTICATED", "access.forged"))
    report.check("a text that is no token is UNAUTHENTICATED", lambda: refused(
        lambda: client.call(method, token="v4.public.nonsense"), "UNAUTHENTICATED", "access.malformed"))
    report.check("a token of a key that nobody trusts is UNAUTHENTICATED", unknown_key)
    report.check("an expired token is UNAUTHENTICATED", expired)
    report.check("a token whose time has not come is UNAUTHENTICATED", early)


def regions(report, site):
    client, method = site.client, f"{REGISTRATION}/ListHouseholds"
    other = site.region.issue("registrar", "registrar-mopti", region="ML05")
    report.check("a token for another region is denied", lambda: refused(
        lambda: client.call(method, token=other), "PERMISSION_DENIED", "access.region_denied"))
    report.check("a call to a region that is not served here is NOT_FOUND", lambda: refused(
        lambda: client.call(method, token=other, region="ML05"), "NOT_FOUND", "rpc.wrong_region"))


def revocation(report, site):
    region, client = site.region, site.client
    method = f"{REGISTRATION}/ListHouseholds"
    lost = region.issue("registrar", "registrar-lost")
    path = region.path("revocations.txt")

    def revoked():
        assert client.call(method, token=lost).households, "good before it is revoked"
        with open(path, "a", encoding="utf-8") as file:
            file.write("subject:registrar-lost\n")
        assert client.call(method, token=lost).households, "the file counts from the reload on"
        for program in region.programs:
            program.reload()
        until_refused(client, method, lost)
        with Client(site.registration_socket) as straight_client:
            straight_client.contract = client.contract
            until_refused(straight_client, method, lost)
        assert client.call(method, token=region.tokens["registrar"]).households, "others go on"

    def broken_file():
        with open(path, "a", encoding="utf-8") as file:
            file.write("this is no entry\n")
        for program in region.programs:
            program.reload()
            program.wait_for("keys and revocations stay as they were")
        refused(lambda: client.call(method, token=lost), "UNAUTHENTICATED", "access.revoked")
        with open(path, "w", encoding="utf-8") as file:
            file.write("# nobody any more\n")
        for program in region.programs:
            program.reload()
            program.wait_for("were read again(?s:.*)stay as they were(?s:.*)were read again")
        assert client.call(method, token=lost).households, "given back"

    report.check("SIGHUP revokes a token at the gateway and at the service behind it", revoked)
    report.check("a revocation file that cannot be read leaves the old one in force until it is mended", broken_file)


def until_refused(client, method, token):
    """The signal takes a moment to be handled."""
    deadline = time.monotonic() + 20
    while True:
        try:
            client.call(method, token=token)
        except CallFailed as failure:
            assert failure.reason == "access.revoked", failure
            return
        assert time.monotonic() < deadline, "the token is still accepted"
        time.sleep(0.05)
