"""The project's own client through TLS: its configuration file, and what it says where that is wrong."""

import os
import subprocess



def check(report, site):
    """`site` is the running region of `main`."""
    region = site.region
    device = region.path("device")
    os.makedirs(device)
    for name in ("authority.pem", "client.pem", "client.key"):
        with open(region.path("tls", name), "rb") as source:
            write(os.path.join(device, name), source.read())
    write(os.path.join(device, "token"), region.tokens["registrar"].encode())
    settings = {
        "gateway": site.endpoint, "token_file": "token", "authority": "authority.pem",
        "certificate": "client.pem", "key": "client.key", "language": "fr",
    }
    number = site.case_number()

    def run(changes=None, arguments=(), environment=None):
        merged = {key: value for key, value in {**settings, **(changes or {})}.items() if value is not None}
        text = "".join(f"{key}: {value}\n" for key, value in merged.items())
        path = os.path.join(device, "client.yaml")
        write(path, text.encode())
        return region.jatigi("household", number, *arguments, check=False,
                             environment=environment or {"JATIGI_CLIENT_CONFIG": path})

    report.check("a client.yaml is all that a team needs", lambda: succeeds(run(), number, "prénom"))
    report.check("the environment overrides the file, and options override both", lambda: overrides(run, number))
    report.check("the file in the user's own folder is found", lambda: found(region, device, run, number))
    report.check("a mistyped key is named with its line",
                 lambda: told(run({"gatway": "x"}), "client.yaml:7", "gatway", "unknown key"))
    report.check("TLS without its files says which are missing, in the user's language", lambda: missing(run))
    report.check("a file that is not there is named", lambda: told(run({"authority": "none.pem"}), "none.pem"))
    report.check("a key that others can read is refused", lambda: unsafe(device, run))
    report.check("a damaged key is refused before anything is sent, and not shown", lambda: damaged(device, run))
    report.check("an expired certificate is told with its day", lambda: expired(device, run))
    report.check("a gateway of another authority is no connection, exit code 69", lambda: no_connection(region, run))


def write(path, bytes_, mode=0o600):
    with open(path, "wb") as file:
        file.write(bytes_)
    os.chmod(path, mode)


def succeeds(result, *texts):
    assert result.returncode == 0, result.stderr
    assert all(text in result.stdout for text in texts), result.stdout


def told(result, *texts, code=78):
    assert result.returncode == code, (result.returncode, result.stderr)
    assert all(text in result.stderr for text in texts), result.stderr
    assert "PRIVATE KEY" not in result.stderr and "v4.public" not in result.stderr


def overrides(run, number):
    succeeds(run(arguments=("--lang", "en")), number, "given name")
    told(run({"gateway": "tls+tcp://localhost:1"}, ("--gateway", "nonsense"), None), "nonsense")
    path = os.path.join("/nonexistent", "client.yaml")
    told(run(environment={"JATIGI_CLIENT_CONFIG": path}), path)


def found(region, device, run, number):
    run()
    folder = region.path(".config", "jatigi")
    os.makedirs(folder)
    with open(os.path.join(device, "client.yaml"), encoding="utf-8") as file:
        text = file.read()
    for name in ("token", "authority.pem", "client.pem", "client.key"):
        text = text.replace(f": {name}\n", f": {device}/{name}\n")
    write(os.path.join(folder, "client.yaml"), text.encode())
    succeeds(region.jatigi("household", number, check=False), number)
    told(region.jatigi("household", number, check=False, environment={"JATIGI_KEY": "elsewhere.key"}), "elsewhere.key")
    os.remove(os.path.join(folder, "client.yaml"))


def missing(run):
    told(run({"key": None, "certificate": None}), "--certificate, --key", "demande encore")
    told(run({"key": None}, ("--lang", "en")), "--key", "still needs")


def unsafe(device, run):
    key = os.path.join(device, "client.key")
    os.chmod(key, 0o644)
    try:
        told(run(), "client.key", "0644", "0600", "réservez-le")
        told(run(arguments=("--lang", "en")), "client.key", "keep it to its owner")
    finally:
        os.chmod(key, 0o600)


def damaged(device, run):
    write(os.path.join(device, "damaged.key"), b"-----BEGIN PRIVATE KEY-----\nU0VDUkVU\n-----END PRIVATE KEY-----\n")
    result = run({"key": "damaged.key"})
    told(result, "clé TLS", "damaged.key", "client.pem", "authority.pem")
    assert "U0VDUkVU" not in result.stderr
    for name in ("authority", "certificate"):
        write(os.path.join(device, "damaged.pem"), b"-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n")
        told(run({name: "damaged.pem"}), "damaged.pem n'est pas un certificat")


def expired(device, run):
    subprocess.run(
        "openssl req -new -key client.key -subj /CN=old -out old.csr && "
        "openssl x509 -req -in old.csr -signkey client.key -days -1 -out old.pem",
        shell=True, check=True, capture_output=True, cwd=device)
    told(run({"certificate": "old.pem"}), "old.pem", "a expiré le 20")


def no_connection(region, run):
    told(run({"authority": region.path("stranger", "authority.pem")}), "certificat", "horloge", code=69)
