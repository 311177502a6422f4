variable "name" {
  description = "Prefix of every name, planitai-kpi-<environment>; the cluster and the service are called so."
  type        = string
}

variable "environment" {
  description = "Part of the names of log groups and of the namespace of metrics: staging or production."
  type        = string
}

variable "alarm_emails" {
  description = "Addresses that are told."
  type        = list(string)

  validation {
    condition     = length(var.alarm_emails) > 0
    error_message = "alarm_emails must name at least one address: an alarm that reaches nobody is none."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts logs and notifications."
  type        = string
}

variable "us_east_1_kms_key_arn" {
  description = "Key that encrypts notifications in us-east-1."
  type        = string
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
}

variable "load_balancer_arn_suffix" {
  description = "Load balancer as metrics name it."
  type        = string
}

variable "target_group_arn_suffix" {
  description = "Target group as metrics name it."
  type        = string
}

variable "database" {
  description = "The database: its name, the connections that it takes and the storage that it began with."
  type = object({
    identifier      = string
    max_connections = number
    storage_gib     = number
  })
}

variable "cache_node_ids" {
  description = "Names of the cache's nodes."
  type        = list(string)
}

variable "regional_certificate_arns" {
  description = "Certificates at the load balancer by name."
  type        = map(string)
}

variable "cdn_certificate_arn" {
  description = "Certificate at CloudFront, in us-east-1."
  type        = string
}

variable "sni_certificates" {
  description = "Customers' certificates at the load balancer, and how many it may carry. The alarm goes off at 80 %."
  type = object({
    attached = number
    quota    = number
  })
}

variable "latency_p99_seconds" {
  description = "What 99 of 100 answers must stay under, in seconds."
  type        = number
  default     = 2
}

variable "job_queue_age_seconds" {
  description = "How long background work may wait, in seconds."
  type        = number
  default     = 300
}

variable "pool_wait_millis" {
  description = "How long a request may wait for a connection, in milliseconds; after five seconds it fails."
  type        = number
  default     = 1000
}

variable "slo_availability_percent" {
  description = "Share of the requests that must not end in a 5xx, over 30 days."
  type        = number
  default     = 99.9

  validation {
    condition     = var.slo_availability_percent > 90 && var.slo_availability_percent < 100
    error_message = "slo_availability_percent must be between 90 and 100: without a budget every error would be an alarm, and below 90 none."
  }
}

variable "slo_least_requests" {
  description = "Requests in the long window below which the objective is not judged: one error of ten says little."
  type        = number
  default     = 100
}
