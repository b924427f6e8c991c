{#- Whether an estimate is shown, shown for review or suppressed, from publish_reason. -#}
{% macro publish_decision(reason) -%}
    case
        when {{ reason }} is null then 'show'
        when {{ reason }} in ('all_or_none', 'few_degrees_of_freedom') then 'review'
        else 'suppress'
    end
{%- endmacro %}
