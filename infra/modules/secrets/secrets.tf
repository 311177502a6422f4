# Secrets that no other system makes. Their values pass from Secrets Manager's generator to the secret without ever being
# in a plan or in the state: the generator is an ephemeral resource and the value a write-only argument.

locals {
  secrets = {
    master-key        = "MASTER_KEY: what stored secrets are sealed with. Losing it loses them."
    operator-password = "OPERATOR_PASSWORD: of the operator that the first start makes."
    redis-url         = "REDIS_URL: address, user and password of the cache."
  }

  # More than the 256 bits that a value keeps: 62^64 is 381 bits.
  generator_characters = 64
}

resource "aws_secretsmanager_secret" "this" {
  for_each = local.secrets

  name                    = "${var.name}/${each.key}"
  description             = each.value
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_window_days
}

ephemeral "aws_secretsmanager_random_password" "this" {
  for_each = var.generate ? local.secrets : {}

  password_length     = local.generator_characters
  exclude_punctuation = true
}

# The first MASTER_KEY, the Base64 of 32 bytes. Rotations are not Terraform's, because they have to move what is sealed
# (infra/operate/rotate-master-in-aws). They take the stages of this version away; the label keeps it from vanishing then, at
# which Terraform would make another key.
resource "aws_secretsmanager_secret_version" "master_key" {
  count = var.generate ? 1 : 0

  secret_id                = aws_secretsmanager_secret.this["master-key"].id
  secret_string_wo         = base64sha256(ephemeral.aws_secretsmanager_random_password.this["master-key"].random_password)
  secret_string_wo_version = 1
  version_stages           = ["AWSCURRENT", "FIRST"]

  lifecycle {
    ignore_changes = [version_stages]
  }
}

resource "aws_secretsmanager_secret_version" "operator_password" {
  count = var.generate ? 1 : 0

  secret_id                = aws_secretsmanager_secret.this["operator-password"].id
  secret_string_wo         = ephemeral.aws_secretsmanager_random_password.this["operator-password"].random_password
  secret_string_wo_version = 1
}

resource "aws_secretsmanager_secret_version" "redis_url" {
  count = var.generate ? 1 : 0

  secret_id                = aws_secretsmanager_secret.this["redis-url"].id
  secret_string_wo         = "rediss://${var.cache.user}:${ephemeral.aws_secretsmanager_random_password.this["redis-url"].random_password}@${var.cache.address}:${var.cache.port}"
  secret_string_wo_version = var.cache_password_generation
}
