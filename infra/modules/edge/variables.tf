variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>."
  type        = string

  validation {
    condition     = length(var.name) <= 25
    error_message = "name must have at most 25 characters: a target group's name may have 32."
  }
}

variable "domain_name" {
  description = "Host of the app, such as kpi.example.com."
  type        = string
}

variable "zone_id" {
  description = "Hosted zone in Route 53 that holds domain_name."
  type        = string
}

variable "portal_domain" {
  description = "Domain whose every subdomain is a portal."
  type        = string

  validation {
    condition     = !startswith(var.portal_domain, "*.") && !endswith(var.domain_name, ".${var.portal_domain}")
    error_message = "portal_domain must be given without the asterisk, and domain_name must not be below it: portals never share the app's origin."
  }
}

variable "portal_zone_id" {
  description = "Hosted zone in Route 53 that holds portal_domain."
  type        = string
}

variable "customer_hosts" {
  description = "Hosts of customers. First with attached = false, which makes the certificate and says which record the customer has to set; then with true."
  type        = map(object({ attached = bool }))
  default     = {}

  validation {
    condition     = length(var.customer_hosts) <= var.sni_certificate_quota
    error_message = "customer_hosts must not be more than sni_certificate_quota: have the quota of the load balancer raised and this variable with it."
  }
}

variable "sni_certificate_quota" {
  description = "Certificates that the load balancer takes besides its own: AWS grants 25, and more on request."
  type        = number
  default     = 25
}

variable "origin_secret_generations" {
  description = "Generations of the secret header that the load balancer accepts; CloudFront sends the last. To rotate: add one, apply, remove the first, apply."
  type        = list(string)
  default     = ["1"]

  validation {
    condition     = length(var.origin_secret_generations) >= 1 && length(var.origin_secret_generations) <= 3
    error_message = "origin_secret_generations must name one to three generations."
  }
}

variable "requests_per_address" {
  description = "Requests in five minutes after which an address is refused for a while."
  type        = number
  default     = 6000

  validation {
    condition     = var.requests_per_address >= 100
    error_message = "requests_per_address must be at least 100: many people may share an address."
  }
}

variable "vpc_id" {
  description = "Network of the load balancer."
  type        = string
}

variable "public_subnet_ids" {
  description = "Public subnets in two zones."
  type        = list(string)
}

variable "service_security_group_id" {
  description = "Security group of the tasks."
  type        = string
}

variable "access_logs_bucket" {
  description = "Bucket of the load balancer's access logs."
  type        = string
}

variable "deletion_protection" {
  description = "Refuse to delete the load balancer."
  type        = bool
}

variable "firewall_log_days" {
  description = "Days that logs of the firewalls are kept."
  type        = number
}

variable "kms_key_arn" {
  description = "Key that encrypts logs in the region."
  type        = string
}

variable "us_east_1_kms_key_arn" {
  description = "Key that encrypts logs in us-east-1."
  type        = string
}
