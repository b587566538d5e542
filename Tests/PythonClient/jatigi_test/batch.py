"""Batches of invented households."""

import hashlib


def batch_id(content):
    """The first 16 bytes of BLAKE2b-256, as a UUIDv8 (RFC 9562, section 5.8)."""
    bytes_ = bytearray(hashlib.blake2b(content, digest_size=32).digest()[:16])
    bytes_[6] = bytes_[6] & 0x0F | 0x80
    bytes_[8] = bytes_[8] & 0x3F | 0x80
    return bytes(bytes_)


def content(contract, source, households=2):
    """The bytes of a batch of households of two people each."""
    batch = contract.message("registration.v1.BatchContent")(
        source=source, collected_at_milliseconds=1_772_323_200_000)
    for number in range(households):
        command = batch.commands.add(source_key=f"form-{number}")
        household = command.register.household
        household.place.code = "ML0505"
        household.phones.append("+22370000000")
        for key, name, sex, relation, year in (("a", "Awa", 1, "head", 1985), ("b", "Oumar", 2, "child", 2012)):
            person = household.members.add(
                source_key=key, given_name=f"{name} {number}", family_name="Guindo", sex=sex,
                relationship=relation, population_group="IDP")
            person.birth_date.year = year
            person.birth_date.precision = 3
    return batch.SerializeToString()


def submission(client, source, households=2):
    """A whole request of the gateway's SubmitBatch."""
    bytes_ = content(client.contract, source, households)
    return client.contract.message("gateway.v1.SubmitBatchRequest")(batch_id=batch_id(bytes_), content=bytes_)
