output "target_group_arn" {
  description = "Target group of the tasks; known once the load balancer sends requests to it."
  value       = aws_lb_target_group.server.arn

  depends_on = [aws_lb_listener_rule.from_cloudfront]
}

output "target_group_arn_suffix" {
  description = "Target group as metrics name it."
  value       = aws_lb_target_group.server.arn_suffix
}

output "load_balancer_arn_suffix" {
  description = "Load balancer as metrics name it."
  value       = aws_lb.this.arn_suffix
}

output "customer_cname_target" {
  description = "What a customer's CNAME has to point to."
  value       = local.origin_host
}

output "customer_validation_records" {
  description = "Records that customers have to set, so that their certificates are issued."
  value       = { for host, certificate in aws_acm_certificate.customer : host => certificate.domain_validation_options }
}

output "regional_certificate_arns" {
  description = "Certificates at the load balancer by name, to be watched."
  value = merge(
    { origin = aws_acm_certificate.origin.arn },
    { for host, certificate in aws_acm_certificate.customer : host => certificate.arn if contains(local.attached_hosts, host) },
  )
}

output "cdn_certificate_arn" {
  description = "Certificate at CloudFront, in us-east-1, to be watched."
  value       = aws_acm_certificate.cdn.arn
}

output "sni_certificates" {
  description = "Certificates attached for customers, and how many there may be."
  value       = { attached = length(local.attached_hosts), quota = var.sni_certificate_quota }
}

output "distribution_id" {
  description = "The distribution, the dimension of CloudFront's metrics."
  value       = aws_cloudfront_distribution.this.id
}
