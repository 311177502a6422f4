# Secrets that no other system makes. Their values pass from Secrets Manager's generator to the secret without ever being
# in a plan or in the state: the generator is an ephemeral resource and the value a write-only argument. A number beside it
# says which generation of the value is wanted; raising it rotates.

locals {
  secrets = {
    master-key = {
      description = "MASTER_KEY: what stored secrets are sealed with. Losing it loses them."
      generation  = var.master_key_generation
    }
    operator-password = {
      description = "OPERATOR_PASSWORD: of the operator that the first start makes."
      generation  = 1
    }
    redis-url = {
      description = "REDIS_URL: address, user and password of the cache."
      generation  = var.cache_password_generation
    }
  }

  generated = var.generate ? local.secrets : {}

  # More than the 256 bits that a value keeps: 62^64 is 381 bits.
  generator_characters = 64
}

resource "aws_secretsmanager_secret" "this" {
  for_each = local.secrets

  name                    = "${var.name}/${each.key}"
  description             = each.value.description
  kms_key_id              = aws_kms_key.this.arn
  recovery_window_in_days = var.recovery_window_days
}

ephemeral "aws_secretsmanager_random_password" "this" {
  for_each = local.generated

  password_length     = local.generator_characters
  exclude_punctuation = true
}

# MASTER_KEY has to be the Base64 of 32 bytes, which makes as good a password; a URL wants letters and digits.
resource "aws_secretsmanager_secret_version" "this" {
  for_each = local.generated

  secret_id                = aws_secretsmanager_secret.this[each.key].id
  secret_string_wo_version = each.value.generation
  secret_string_wo = (each.key == "redis-url"
    ? "rediss://${var.cache.user}:${ephemeral.aws_secretsmanager_random_password.this[each.key].random_password}@${var.cache.address}:${var.cache.port}"
    : base64sha256(ephemeral.aws_secretsmanager_random_password.this[each.key].random_password)
  )
}
