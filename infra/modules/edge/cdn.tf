# CloudFront: the only way to the app and the portals. Files under /assets are named by their content and cached for ever;
# everything else, HTML first, goes through to the load balancer.

locals {
  origin_id = "load-balancer"

  # The most that CloudFront waits without a quota of our own, for an answer and on an idle connection.
  origin_timeout_seconds = 60

  # Policies that AWS keeps; their ids are the same in every account.
  managed_policies = {
    caching_optimized = "658327ea-f89d-4fab-a63d-7e88639e58f6"
    caching_disabled  = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    all_viewer        = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  }
}

resource "aws_cloudfront_distribution" "this" {
  comment         = var.name
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"
  price_class     = "PriceClass_200"
  aliases         = [var.domain_name, local.portal_wildcard]
  web_acl_id      = module.cdn_firewall.web_acl_arn

  origin {
    origin_id   = local.origin_id
    domain_name = local.origin_host

    custom_origin_config {
      http_port                = 80
      https_port               = 443
      origin_protocol_policy   = "https-only"
      origin_ssl_protocols     = ["TLSv1.2"]
      origin_read_timeout      = local.origin_timeout_seconds
      origin_keepalive_timeout = local.origin_timeout_seconds
    }

    custom_header {
      name  = local.origin_header
      value = local.current_origin_secret
    }
  }

  default_cache_behavior {
    target_origin_id         = local.origin_id
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = local.managed_policies.caching_disabled
    origin_request_policy_id = local.managed_policies.all_viewer
    compress                 = true
  }

  ordered_cache_behavior {
    path_pattern           = "/assets/*"
    target_origin_id       = local.origin_id
    viewer_protocol_policy = "redirect-to-https"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    cache_policy_id        = local.managed_policies.caching_optimized
    compress               = true
  }

  viewer_certificate {
    acm_certificate_arn      = aws_acm_certificate_validation.cdn.certificate_arn
    minimum_protocol_version = "TLSv1.2_2021"
    ssl_support_method       = "sni-only"
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }
}
