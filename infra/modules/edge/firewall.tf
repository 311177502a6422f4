# Two firewalls with the same rules: one at CloudFront, one at the load balancer for what comes to a customer's host without
# passing the first. The second lets CloudFront's requests through at once, since they have been looked at.

module "cdn_firewall" {
  source = "./firewall"

  providers = { aws = aws.us_east_1 }

  name                 = "${var.name}-cdn"
  scope                = "CLOUDFRONT"
  trusted_header       = local.origin_header
  requests_per_address = var.requests_per_address
  log_days             = var.firewall_log_days
  kms_key_arn          = var.us_east_1_kms_key_arn
}

module "load_balancer_firewall" {
  source = "./firewall"

  name                 = "${var.name}-load-balancer"
  scope                = "REGIONAL"
  trusted_header       = local.origin_header
  trusted_secrets      = local.origin_secrets
  requests_per_address = var.requests_per_address
  log_days             = var.firewall_log_days
  kms_key_arn          = var.kms_key_arn
}

resource "aws_wafv2_web_acl_association" "load_balancer" {
  resource_arn = aws_lb.this.arn
  web_acl_arn  = module.load_balancer_firewall.web_acl_arn
}
