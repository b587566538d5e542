"""A client of the contract made of nothing but nng, protobuf and the descriptor set that a server sends."""

import os
import time

import pynng
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

# Of google.protobuf.FieldDescriptorProto.
BYTES, STRING, UINT32, ENUM_AS_INT32 = 12, 9, 13, 5


class CallFailed(Exception):
    """An answer whose status is not OK."""

    def __init__(self, code, reason, response):
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason
        self.response = response


def bootstrap():
    """The few fields of the envelope that the first call needs, written by hand: what asks for the
    descriptor set cannot be built from it."""
    file = descriptor_pb2.FileDescriptorProto(
        name="bootstrap.proto", package="bootstrap", syntax="proto3")

    def message(name, *fields):
        entry = file.message_type.add(name=name)
        for number, field, kind in fields:
            entry.field.add(name=field, number=number, type=kind, label=1)

    message("Request", (1, "method", STRING), (2, "payload", BYTES), (3, "timeout_milliseconds", UINT32),
            (4, "authorization", STRING), (6, "request_id", BYTES))
    message("Response", (1, "status_code", ENUM_AS_INT32), (2, "message", STRING), (4, "payload", BYTES))
    message("DescriptorSet", (1, "file_descriptor_set", BYTES))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return {name: message_factory.GetMessageClass(pool.FindMessageTypeByName(f"bootstrap.{name}"))
            for name in ("Request", "Response", "DescriptorSet")}


def request_id():
    """A UUIDv7 (RFC 9562, section 5.7)."""
    bytes_ = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    bytes_[6] = bytes_[6] & 0x0F | 0x70
    bytes_[8] = bytes_[8] & 0x3F | 0x80
    return bytes(bytes_)


class Contract:
    """The messages and methods, as a server describes them."""

    def __init__(self, descriptor_set):
        files = descriptor_pb2.FileDescriptorSet.FromString(descriptor_set)
        self.files = [file.name for file in files.file]
        self.pool = descriptor_pool.DescriptorPool()
        for file in files.file:
            self.pool.Add(file)

    def message(self, name):
        return message_factory.GetMessageClass(self.pool.FindMessageTypeByName(f"jatigi.{name}"))

    def methods(self):
        """Every method, as "area.v1.Service/Method"."""
        services = (self.pool.FindFileByName(file).services_by_name.values() for file in self.files)
        return [f"{service.full_name.removeprefix('jatigi.')}/{method.name}"
                for found in services for service in found for method in service.methods]

    def method(self, name):
        """Full name, request class and response class of "area.v1.Service/Method"."""
        service, method = name.split("/")
        found = self.pool.FindServiceByName(f"jatigi.{service}").FindMethodByName(method)
        return (f"jatigi.{name}", message_factory.GetMessageClass(found.input_type),
                message_factory.GetMessageClass(found.output_type))


class Client:
    """One connection to one endpoint."""

    def __init__(self, endpoint, identity=None, server_name="localhost", timeout=10.0):
        self.timeout = timeout
        self.contract = None
        self.socket = pynng.Req0(recv_timeout=int(timeout * 1000), send_timeout=int(timeout * 1000))
        self.socket.resend_time = -1
        if identity is not None:
            self.socket.tls_config = identity.configuration(server_name)
        self.socket.dial(endpoint, block=False)

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def exchange(self, payload):
        """Raw bytes there and back."""
        self.socket.send(payload)
        return self.socket.recv()

    def learn(self, token):
        """Asks the server for its contract."""
        kinds = bootstrap()
        request = kinds["Request"](
            method="jatigi.rpc.v1.ReflectionService/GetDescriptorSet", timeout_milliseconds=5_000,
            authorization=token, request_id=request_id())
        response = kinds["Response"].FromString(self.exchange(request.SerializeToString()))
        assert response.status_code == 0, response.message
        answer = kinds["DescriptorSet"].FromString(response.payload)
        self.contract = Contract(answer.file_descriptor_set)
        return self.contract

    def call(self, method, request=None, token="", region="", payload=None, timeout=None):
        """One call; raises CallFailed where the status is not OK."""
        name, request_type, response_type = self.contract.method(method)
        if payload is None:
            payload = (request if request is not None else request_type()).SerializeToString()
        envelope = self.contract.message("rpc.v1.Request")(
            method=name, payload=payload, timeout_milliseconds=int((timeout or self.timeout) * 900),
            authorization=token,
            request_id=request_id(), region=region)
        response = self.answer(self.exchange(envelope.SerializeToString()))
        assert response.request_id == envelope.request_id, "the answer carries another request's id"
        return response_type.FromString(response.payload)

    def answer(self, bytes_):
        """Reads an answer; raises CallFailed where the status is not OK."""
        response = self.contract.message("rpc.v1.Response").FromString(bytes_)
        if response.status_code != 0:
            codes = self.contract.pool.FindEnumTypeByName("jatigi.rpc.v1.StatusCode")
            code = codes.values_by_number[response.status_code].name.removeprefix("STATUS_CODE_")
            raise CallFailed(code, response.details.reason, response)
        return response
