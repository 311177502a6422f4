# Replace by your own. No value here is a secret.
account_id        = "111122223333"
owns_account      = false
state_bucket      = "planitai-kpi-terraform-state"
github_repository = "planitai/kpi"
image_digest      = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
domain_name       = "kpi.staging.example.com"
zone_id           = "Z0000000000000000000"
portal_domain     = "portal.staging.example.com"
portal_zone_id    = "Z0000000000000000000"
alarm_emails      = ["operations@example.com"]
operator_email    = "operator@example.com"
