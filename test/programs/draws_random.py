"""Prints what every source of randomness gives first."""

import hashlib
import json
import os
import random
import secrets
import ssl
import sys
import tempfile
import uuid

drawn = {
    "random": random.random(),
    "fresh generator": random.Random().random(),
    "urandom": os.urandom(16).hex(),
    "uuid4": str(uuid.uuid4()),
    "uuid1": str(uuid.uuid1()),
    "secrets": secrets.token_hex(),
    "ssl": ssl.RAND_bytes(16).hex(),
    "salt": hashlib.scrypt(b"x", salt=os.urandom(8), n=2, r=1, p=1).hex(),
    "temporary name": next(tempfile._get_candidate_names()),
}
if "numpy" in sys.argv:
    # By name: an import would be taken as the wish for the environment that has it.
    numpy = __import__("numpy")
    drawn["numpy"] = float(numpy.random.random())
    drawn["numpy generator"] = float(numpy.random.default_rng().random())
print(json.dumps(drawn))
