output "web_acl_arn" {
  description = "The firewall, for what it is put in front of."
  value       = aws_wafv2_web_acl.this.arn
}
