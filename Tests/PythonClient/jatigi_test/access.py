"""Who may call what, over the wire, through the gateway and straight at a service."""

import time
from datetime import timedelta

from . import batch, paseto
from .report import refused
from .rpc import CallFailed, Client

REGISTRATION = "registration.v1.RegistrationService"
SUBMIT = "gateway.v1.GatewayService/SubmitBatch"
REFLECTION = "rpc.v1.ReflectionService/GetDescriptorSet"
STATUS = "health.v1.HealthService/GetStatus"

# One method that the role may call and one that it may not, after the one table of the suite.
ROLE_TABLE = {
    "team": (SUBMIT, f"{REGISTRATION}/GetHousehold"),
    "registrar": (f"{REGISTRATION}/ListHouseholds", "deduplication.v1.DeduplicationService/ListPairs"),
    "adjudicator": (f"{REGISTRATION}/GetHousehold", SUBMIT),
    "validator": (REFLECTION, f"{REGISTRATION}/ListHouseholds"),
    "publisher": (REFLECTION, f"{REGISTRATION}/GetPerson"),
    "viewer": (REFLECTION, "deduplication.v1.DeduplicationService/ListPairs"),
    "admin": (STATUS, f"{REGISTRATION}/GetPerson"),
    "service": (STATUS, SUBMIT),
    "follower": (REFLECTION, STATUS),
}


def check(report, site):
    """`site` is the running region of `main`."""
    for role, (allowed, denied) in ROLE_TABLE.items():
        report.check(f"the role {role} may call {allowed.split('/')[1]}",
                     lambda role=role, method=allowed: allows(site, role, method))
        report.check(f"the role {role} may not call {denied.split('/')[1]}",
                     lambda role=role, method=denied: denies(site.client, site.region.tokens[role], method))
    report.check("a service verifies for itself: its socket denies what the gateway would", lambda: straight(site))
    tokens(report, site)
    regions(report, site)
    revocation(report, site)


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
