{#- The rows of this model's last build for the months that are not in `months` (first days, as
    texts), to be added to the rows made anew; nothing where `months` is none. -#}
{% macro kept_months(months) -%}
    {%- if months is not none -%}
        union all
        select * from {{ last_made() }}
        where not ({{ in_months('month_on', months) }})
    {%- endif -%}
{%- endmacro %}
