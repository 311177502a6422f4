# One certificate at CloudFront and one at the load balancer, both for the app and, by a wildcard, for the portals: CloudFront
# hands the viewer's Host on, and checks the load balancer's certificate against it.

locals {
  portal_wildcard = "*.${var.portal_domain}"

  # The wildcard and its domain are proved by the same record.
  proofs = {
    (var.domain_name)       = var.zone_id
    (local.origin_host)     = var.zone_id
    (local.portal_wildcard) = var.portal_zone_id
  }
}

resource "aws_acm_certificate" "cdn" {
  provider = aws.us_east_1

  domain_name               = var.domain_name
  subject_alternative_names = [local.portal_wildcard]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_acm_certificate" "origin" {
  domain_name               = var.domain_name
  subject_alternative_names = [local.origin_host, local.portal_wildcard]
  validation_method         = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# The record that proves a name is the same for every certificate of the account, so those of the longer list serve both.
resource "aws_route53_record" "proof" {
  for_each = local.proofs

  zone_id         = each.value
  name            = one([for proof in aws_acm_certificate.origin.domain_validation_options : proof.resource_record_name if proof.domain_name == each.key])
  type            = one([for proof in aws_acm_certificate.origin.domain_validation_options : proof.resource_record_type if proof.domain_name == each.key])
  records         = [one([for proof in aws_acm_certificate.origin.domain_validation_options : proof.resource_record_value if proof.domain_name == each.key])]
  ttl             = 300
  allow_overwrite = true
}

resource "aws_acm_certificate_validation" "cdn" {
  provider = aws.us_east_1

  certificate_arn = aws_acm_certificate.cdn.arn

  depends_on = [aws_route53_record.proof]
}

resource "aws_acm_certificate_validation" "origin" {
  certificate_arn = aws_acm_certificate.origin.arn

  depends_on = [aws_route53_record.proof]
}
