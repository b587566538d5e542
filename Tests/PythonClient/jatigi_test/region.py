"""Starts the real programs of a region in a folder of their own, and stops them."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import pynng

REGION = "ML19"


class Identity:
    """One side of TLS: an authority, a certificate and its key."""

    def __init__(self, folder, name, authority=None):
        self.authority = os.path.join(authority or folder, "authority.pem")
        self.certificate = os.path.join(folder, f"{name}.pem")
        self.key = os.path.join(folder, f"{name}.key")

    def configuration(self, server_name):
        texts = []
        for path in (self.authority, self.certificate, self.key):
            with open(path, encoding="ascii") as file:
                texts.append(file.read())
        return pynng.TLSConfig(
            pynng.TLSConfig.MODE_CLIENT, server_name=server_name, ca_string=texts[0],
            own_cert_string=texts[1], own_key_string=texts[2], auth_mode=pynng.TLSConfig.AUTH_MODE_REQUIRED)


class Program:
    """A running service; its log goes to a file."""

    def __init__(self, name, log, command):
        self.name = name
        self.log = log
        with open(log, "ab") as file:
            self.process = subprocess.Popen(command, stderr=file, stdin=subprocess.DEVNULL)

    def text(self):
        with open(self.log, encoding="utf-8") as file:
            return file.read()

    def wait_for(self, pattern, seconds=20):
        """The first match in the log, which is polled until then."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            found = re.search(pattern, self.text())
            if found:
                return found
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"{self.name} did not log {pattern!r}:\n{self.text()[-2000:]}")

    def reload(self):
        self.process.send_signal(signal.SIGHUP)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


class Region:
    """Keys, tokens, certificates, configuration and programs of one region."""

    def __init__(self, bin_folder, root, machines=("localhost",)):
        self.bin = bin_folder
        self.root = root
        # Short: a socket's path must fit 107 bytes.
        self.folder = tempfile.mkdtemp(prefix="jatigi-py.", dir="/tmp")
        self.programs = []
        self.path = lambda *parts: os.path.join(self.folder, *parts)
        os.makedirs(self.path("keys"))
        self.jatigi("token", "make-key", self.path("keys", "issuer"))
        self.tokens = {role: self.issue(role, f"{role}-test") for role in self.roles()}
        followers = ("registration", "deduplication", "statistics")
        for program, role in (("gateway", "service"), *((name, "follower") for name in followers)):
            shutil.copy(self.path("keys", f"{role}-test.{REGION}.token"), self.path("keys", f"{program}.token"))
        self.authority("tls", *machines)
        with open(self.path("revocations.txt"), "w", encoding="utf-8") as file:
            file.write("# nobody yet\n")
        os.chmod(self.path("revocations.txt"), 0o644)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            codes = [program.stop() for program in reversed(self.programs)]
        finally:
            shutil.rmtree(self.folder)
        assert all(code == 0 for code in codes), f"programs ended with {codes}"

    def jatigi(self, *arguments, environment=None, check=True):
        """The project's own command line client."""
        result = subprocess.run(
            [os.path.join(self.bin, "jatigi"), *arguments], capture_output=True, text=True, check=False,
            env={"PATH": os.environ["PATH"], "HOME": self.folder, **(environment or {})})
        assert not check or result.returncode == 0, result.stderr
        return result

    def roles(self):
        """Every role that there is, as the program tells whoever names one that there is not."""
        refusal = self.jatigi("token", "issue", "--key", self.path("keys", "issuer"), "--subject", "nobody", "--role",
                              "?", "--region", REGION, "--lang", "en", self.path("none"), check=False)
        return re.search(r"Roles: ([a-z ]+)\.", refusal.stderr).group(1).split()

    def issue(self, role, subject, region=REGION):
        """Issues a token and returns its text."""
        path = self.path("keys", f"{subject}.{region}.token")
        self.jatigi("token", "issue", "--key", self.path("keys", "issuer"), "--subject", subject, "--role",
                    role, "--region", region, path)
        with open(path, encoding="ascii") as file:
            return file.read().strip()

    def authority(self, name, *machines):
        """Makes an authority of that name and returns what make-authority said."""
        return subprocess.run(
            [os.path.join(self.root, "deploy", "make-authority"), self.path(name), *machines],
            check=True, capture_output=True, text=True).stdout

    def identity(self, name="client"):
        return Identity(self.path("tls"), name)

    def configure(self, site, machine, extra):
        """Writes the configuration of one machine of the region and returns its path."""
        for folder in ("data", "run"):
            os.makedirs(self.path(site, folder))
        path = self.path(site, "region.yaml")
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"""region: {REGION}
name: {{fr: Bandiagara, en: Bandiagara}}
case_prefix: BDG
directories:
  data: data
  run: run
  reference: {self.root}/deploy/reference
access:
  verification_keys: [{self.path("keys", "issuer.public")}]
  revocations: {self.path("revocations.txt")}
  tokens: {self.path("keys")}
tls:
  authority: {self.path("tls", "authority.pem")}
  certificate: {self.path("tls", f"{machine}.pem")}
  private_key: {self.path("tls", f"{machine}.key")}
screening_wait_milliseconds: 0
{extra}""")
        return path

    def start(self, service, configuration, prefix=()):
        """Starts a service and waits until it serves."""
        command = [*prefix, os.path.join(self.bin, f"jatigi-{service}"), "--config", configuration]
        log = os.path.join(os.path.dirname(configuration), f"{service}.log")
        program = Program(service, log, command)
        self.programs.append(program)
        program.wait_for(r": serving ")
        return program

    def socket(self, site, service):
        return f"ipc://{self.path(site, 'run', service)}.ipc"
