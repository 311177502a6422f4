"""A stand-in for the few calls to AWS that a plan of an environment and an apply of the module `secrets` make, on loopback."""

import datetime
import http.server
import json
import secrets
import threading
import urllib.parse
import uuid

ACCOUNT = "111122223333"
REGION = "ap-northeast-1"


class NotFound(Exception):
    """What AWS says of a version without a stage: it is gone sooner or later."""


class StandIn:
    """Answers as AWS would, and remembers which passwords it generated and which values it was given."""

    def __init__(self):
        self.generated = []
        self.puts = []
        self._keys = {}
        self._secrets = {}
        self._lock = threading.Lock()
        stand_in = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                target = self.headers.get("X-Amz-Target")
                with stand_in._lock:
                    status, kind, answer = stand_in._answer(target, body)
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, target, body):
        if target is None:
            action = urllib.parse.parse_qs(body.decode()).get("Action", [""])[0]
            answer = self._query(action)
            return (200, "text/xml", answer.encode()) if answer else self._unknown(action)
        service, action = target.split(".")
        answer = getattr(self, f"_{service.lower()}_{action}", None)
        if answer is None:
            return self._unknown(target)
        try:
            return 200, "application/x-amz-json-1.1", json.dumps(answer(json.loads(body))).encode()
        except NotFound as gone:
            return self._refusal("ResourceNotFoundException", str(gone))

    def _unknown(self, action):
        return self._refusal("UnknownOperationException", f"the stand-in does not know {action}")

    @staticmethod
    def _refusal(kind, message):
        return 400, "application/x-amz-json-1.1", json.dumps({"__type": kind, "message": message}).encode()

    def put_by_hand(self, name, value):
        """As somebody would with `aws secretsmanager put-secret-value`."""
        with self._lock:
            arn = next(arn for arn, secret in self._secrets.items() if secret["Name"] == name)
            self._secretsmanager_PutSecretValue({"SecretId": arn, "SecretString": value, "ClientRequestToken": str(uuid.uuid4())})
            self.puts.pop()

    @staticmethod
    def _query(action):
        if action == "GetCallerIdentity":
            return (
                '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
                f"<Arn>arn:aws:iam::{ACCOUNT}:user/test</Arn><UserId>TEST</UserId><Account>{ACCOUNT}</Account>"
                "</GetCallerIdentityResult></GetCallerIdentityResponse>"
            )
        if action == "DescribeManagedPrefixLists":
            return (
                '<DescribeManagedPrefixListsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><prefixListSet><item>'
                "<prefixListId>pl-cloudfront</prefixListId><prefixListName>com.amazonaws.global.cloudfront.origin-facing</prefixListName>"
                f"<prefixListArn>arn:aws:ec2:{REGION}:aws:prefix-list/pl-cloudfront</prefixListArn><ownerId>AWS</ownerId>"
                "<addressFamily>IPv4</addressFamily><maxEntries>55</maxEntries><version>1</version><state>create-complete</state>"
                "</item></prefixListSet></DescribeManagedPrefixListsResponse>"
            )
        if action == "GetManagedPrefixListEntries":
            return (
                '<GetManagedPrefixListEntriesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><entrySet/>'
                "</GetManagedPrefixListEntriesResponse>"
            )
        return None

    # Secrets Manager

    def _secretsmanager_GetRandomPassword(self, request):
        password = secrets.token_hex(request["PasswordLength"] // 2)
        self.generated.append(password)
        return {"RandomPassword": password}

    def _secretsmanager_CreateSecret(self, request):
        arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{request['Name']}-abcdef"
        self._secrets[arn] = {"ARN": arn, "Name": request["Name"], "KmsKeyId": request["KmsKeyId"],
                              "Description": request["Description"], "values": {}, "stages": {}}
        return {"ARN": arn, "Name": request["Name"]}

    def _secretsmanager_DescribeSecret(self, request):
        secret = self._secrets[request["SecretId"]]
        described = {key: secret[key] for key in ("ARN", "Name", "KmsKeyId", "Description")}
        return described | {"VersionIdsToStages": {version: [stage] for stage, version in secret["stages"].items()}}

    def _secretsmanager_GetResourcePolicy(self, request):
        secret = self._secrets[request["SecretId"]]
        return {"ARN": secret["ARN"], "Name": secret["Name"]}

    def _secretsmanager_PutSecretValue(self, request):
        secret = self._secrets[request["SecretId"]]
        version = request["ClientRequestToken"]
        if "AWSCURRENT" in secret["stages"]:
            secret["stages"]["AWSPREVIOUS"] = secret["stages"]["AWSCURRENT"]
        for stage in request.get("VersionStages", ["AWSCURRENT"]):
            secret["stages"][stage] = version
        secret["values"][version] = request["SecretString"]
        self.puts.append((secret["Name"], request["SecretString"]))
        return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": version, "VersionStages": ["AWSCURRENT"]}

    def _secretsmanager_GetSecretValue(self, request):
        secret = self._secrets[request["SecretId"]]
        version = request["VersionId"]
        stages = [stage for stage, holder in secret["stages"].items() if holder == version]
        if not stages:
            raise NotFound(f"Secrets Manager can't find the specified secret value for VersionId: {version}")
        return {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": version,
                "SecretString": secret["values"][version], "VersionStages": stages}

    # KMS

    def _trentservice_CreateKey(self, request):
        key = str(uuid.uuid4())
        self._keys[key] = {"metadata": {
            "AWSAccountId": ACCOUNT, "KeyId": key, "Arn": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{key}",
            "Description": request["Description"], "CreationDate": datetime.datetime.now().timestamp(),
            "Enabled": True, "KeyState": "Enabled", "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT",
            "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT", "KeyManager": "CUSTOMER", "Origin": "AWS_KMS",
            "MultiRegion": request["MultiRegion"], "MultiRegionConfiguration": {"MultiRegionKeyType": "PRIMARY"},
        }, "policy": request["Policy"], "rotation": False}
        return {"KeyMetadata": self._keys[key]["metadata"]}

    def _key(self, request):
        return self._keys[request["KeyId"].rsplit("/", 1)[-1]]

    def _trentservice_DescribeKey(self, request):
        return {"KeyMetadata": self._key(request)["metadata"]}

    def _trentservice_GetKeyPolicy(self, request):
        return {"Policy": self._key(request)["policy"]}

    def _trentservice_EnableKeyRotation(self, request):
        self._key(request)["rotation"] = True
        return {}

    def _trentservice_GetKeyRotationStatus(self, request):
        return {"KeyRotationEnabled": self._key(request)["rotation"], "RotationPeriodInDays": 365}

    def _trentservice_ListResourceTags(self, _request):
        return {"Tags": [], "Truncated": False}
