resource "aws_route53_record" "cdn" {
  for_each = {
    app-a       = { zone = var.zone_id, name = var.domain_name, type = "A" }
    app-aaaa    = { zone = var.zone_id, name = var.domain_name, type = "AAAA" }
    portal-a    = { zone = var.portal_zone_id, name = local.portal_wildcard, type = "A" }
    portal-aaaa = { zone = var.portal_zone_id, name = local.portal_wildcard, type = "AAAA" }
  }

  zone_id = each.value.zone
  name    = each.value.name
  type    = each.value.type

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}

# Where CloudFront finds the load balancer, and what a customer's CNAME points to.
resource "aws_route53_record" "origin" {
  zone_id = var.zone_id
  name    = local.origin_host
  type    = "A"

  alias {
    name                   = aws_lb.this.dns_name
    zone_id                = aws_lb.this.zone_id
    evaluate_target_health = false
  }
}
