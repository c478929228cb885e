"""A storage that speaks S3, over a real socket, with empty buckets in it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from boto3 import client
from moto.server import ThreadedMotoServer

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}


@contextmanager
def buckets() -> Iterator[Callable[[], str]]:
    """Give what makes an empty bucket and returns its address."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"

    def new() -> str:
        name = f"files-{time.monotonic_ns()}"
        there = client("s3", endpoint_url=endpoint, region_name="us-east-1", **KEYS)
        there.create_bucket(Bucket=name)
        return f"s3://key:secret@{name}/of-a-community?endpoint={endpoint}"

    yield new
    server.stop()
